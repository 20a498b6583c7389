# Commands for the set-up, in this order, with a home directory that has a profile.
hwc profile list
hwc profile show ops
hwc profile use ops
hwc profile use none
hwc config list --fields key,value
hwc config set output jsonl
hwc config get output
hwc config unset output
hwc config set colour never
hwc login
hwc login --method keys --access-key A
hwc logout --profile ops
hwc doctor --offline --fields ok
