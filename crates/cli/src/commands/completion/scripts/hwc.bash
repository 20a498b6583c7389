# Completion of hwc for bash.
_hwc() {
    local IFS=$'\n'
    COMPREPLY=($(hwc __complete --shell bash -- "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
    # Only the part behind the equals sign replaces the word.
    if [[ "${COMP_WORDS[COMP_CWORD]}" != *=* ]]; then
        COMPREPLY=("${COMPREPLY[@]#--*=}")
    fi
}
complete -o default -o nosort -F _hwc hwc
