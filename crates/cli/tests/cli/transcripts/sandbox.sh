# Commands of servers. Those that would serve have an error; other tests start them.
hwc sandbox status --fields running
hwc sandbox stop --fields running
hwc sandbox start --port x
hwc sandbox serve --port x
hwc sandbox serve --fault nonsense
hwc explore --port x
