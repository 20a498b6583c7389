#compdef hwc
# Completion of hwc for zsh.
_hwc() {
    local -a candidates
    candidates=("${(@f)$(hwc __complete --shell zsh -- "${(@)words[2,CURRENT]}" 2>/dev/null)}")
    if [[ -n "${candidates[1]}" ]]; then
        _describe -V hwc candidates
    else
        _files
    fi
}
if [[ "${funcstack[1]}" == _hwc ]]; then
    _hwc "$@"
else
    compdef _hwc hwc
fi
