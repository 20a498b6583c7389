# Commands of `hwc ticket`. Each one has a sandbox of its own.
hwc ticket list --sandbox --limit 2 --fields id,status,description
hwc ticket list --sandbox --status nonsense
hwc ticket show --sandbox case-1001 --fields id,status
hwc ticket show --sandbox none
hwc ticket open --sandbox --product "Elastic Cloud Server" --problem Fault --region cn-north-4 --fields id "The disk is slow."
hwc ticket reply --sandbox case-1002 "It happens each night." --fields id,message_id
hwc ticket attach --sandbox case-1002 app.log --fields id,uploaded
hwc ticket download --sandbox case-1001
hwc ticket follow --sandbox case-1001 --all --fields written_by
hwc ticket urge --sandbox case-1002 --reason "All servers are down now." --yes
hwc ticket cancel --sandbox case-1003 --yes
hwc ticket close --sandbox case-1002 --comment "Well done." --yes
hwc ticket delete --sandbox case-1001
hwc ticket delete --sandbox case-1001 --yes
hwc ticket rate --sandbox case-1001 --value 5
hwc ticket export --sandbox -o csv --fields id,status
hwc ticket link --sandbox case-1001 case-1002
hwc ticket unlink --sandbox case-1001 case-1002
hwc ticket label --sandbox case-1002 urgent
hwc ticket unlabel --sandbox case-1002 urgent
hwc ticket access list --sandbox --fields id,status
hwc ticket access show --sandbox Auth-100001 --fields id,status
hwc ticket access grant --sandbox Auth-100002 --for 8h
hwc ticket access reject --sandbox Auth-100002 --reason "Not now." --yes
hwc ticket access revoke --sandbox Auth-90002 --yes
hwc watch --sandbox case-1001 --all --fields written_by
