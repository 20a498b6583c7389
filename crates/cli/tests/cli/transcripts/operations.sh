# Commands for all operations.
hwc call --sandbox --fields incident_id,status ListCases --limit 2
hwc call --sandbox --dry-run ListCases --limit 2
hwc call ListAuthorisations
hwc api --sandbox GET /v2/servicerequest/cases --fields total_count
hwc api --sandbox GET cases
hwc operations --service iam --fields name,effect
hwc operations search list messages --fields service,name
hwc describe ListRelation --fields name,effect,path
hwc describe ListRelations
hwc commands --jq "map(.command) | index(\"call\") != null"
hwc schema ticket list
hwc man describe
hwc completion fish
hwc demo
hwc mcp
hwc mcp --allow everything
hwc search list messages --limit 2 --fields service,name
hwc search list messages --limit 0
hwc validate ListCases --limit 5
hwc validate CreateCases --simple-description "The disk is slow."
hwc validate ListCase
hwc validate
