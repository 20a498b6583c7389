#compdef hwc
# Completion of hwc for zsh.
_hwc() {
    local -a candidates folders
    candidates=("${(@f)$(hwc __complete --shell zsh -- "${(@Q)words[2,CURRENT]}" 2>/dev/null)}")
    if [[ -z "${candidates[1]}" ]]; then
        _files
        return
    fi
    # The path of a folder goes on.
    folders=("${(@M)candidates:#*/:*}")
    candidates=("${(@)candidates:#*/:*}")
    (( ${#folders} )) && _describe -V hwc folders -S ''
    (( ${#candidates} )) && _describe -V hwc candidates
}
if [[ "${funcstack[1]}" == _hwc ]]; then
    _hwc "$@"
else
    compdef _hwc hwc
fi
