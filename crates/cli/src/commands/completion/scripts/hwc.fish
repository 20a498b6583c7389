# Completion of hwc for fish.
function __hwc_complete
    set -l words (commandline -opc) (string unescape -- (commandline -ct))
    hwc __complete --shell fish -- $words[2..-1] 2>/dev/null
end
complete -c hwc -k -a '(__hwc_complete)'
# Paths of KooDrive are not files of this machine.
complete -c hwc -f -n 'string match -qr "^drive[:@]" -- (commandline -ct)'
