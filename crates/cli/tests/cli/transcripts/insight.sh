# Commands of `hwc insight` and `hwc embed`. Each one has a sandbox of its own.
hwc insight workspaces --sandbox --fields id,name
hwc insight dashboards --sandbox --fields id,name,status
hwc insight publish --sandbox dashboard-2
hwc insight publish --sandbox none
hwc insight unpublish --sandbox dashboard-1
hwc insight promote --sandbox dashboard-1 --to-project project-1 --to-workspace workspace-default
hwc insight tags list --sandbox
hwc insight tags download --sandbox
hwc insight tags import --sandbox app.log
hwc insight tickets list --sandbox --fields embed_id,uses_left
hwc insight tickets create --sandbox --user user-1 embed-1
hwc embed url --sandbox --user user-1 embed-1
hwc embed url --sandbox --user user-1 embed-1 --link https://example.com/embed --fields uses
