module hwc-bench-peer

go 1.14

require github.com/huaweicloud/huaweicloud-sdk-go-v3 v0.1.188
