# Commands of servers. Those that would serve have an error; other tests start them.
hwc sandbox status --fields running
hwc sandbox stop --fields running
hwc sandbox start --port x
hwc sandbox serve --port x
hwc sandbox serve --fault nonsense
hwc explore --port x
hwc drive serve webdav --listen x
# Commands that control the sandbox in the background, without one and with one.
hwc sandbox state
hwc sandbox start --fields running
hwc sandbox clock freeze --fields frozen
hwc sandbox clock set 2026-01-01T00:00:00Z --fields now,frozen
hwc sandbox clock advance 2h --fields now
hwc sandbox clock now --fields now
hwc sandbox clock --fields now
hwc sandbox snapshot save before --fields name
hwc sandbox snapshot list --fields name
hwc sandbox fault add ListCases 503 --fields operation,status
hwc sandbox fault list --fields operation,status
hwc sandbox fault clear
hwc sandbox engineer start case-1003
hwc sandbox engineer reply case-1002 "Restart it."
hwc sandbox engineer request-information case-1003
hwc sandbox engineer request-access case-1002 --fields action,status,status_code
hwc sandbox engineer reply case-1002 "Any news?" -o table
hwc sandbox engineer revoke-access none
hwc sandbox engineer suspend case-1002
hwc sandbox engineer resolve case-1002
hwc sandbox engineer complete case-1002
hwc sandbox engineer invalidate case-1001
hwc sandbox task fail none
hwc sandbox user disable nobody
hwc sandbox user enable nobody
hwc sandbox log --limit 1 --fields operation
hwc sandbox snapshot restore before --fields name
hwc sandbox snapshot delete before
hwc sandbox state --jq keys
hwc sandbox state -o table
hwc sandbox seed empty --fields seed
hwc sandbox reset --fields seed
hwc sandbox clock run --fields frozen
hwc sandbox clock real --fields frozen,offset_seconds
hwc sandbox env -o json --jq .HUAWEICLOUD_SDK_PROJECT_ID
hwc sandbox exec -- true
hwc sandbox stop --fields running
