# Completion of hwc for fish.
function __hwc_complete
    set -l words (commandline -opc) (commandline -ct)
    hwc __complete --shell fish -- $words[2..-1] 2>/dev/null
end
complete -c hwc -k -a '(__hwc_complete)'
