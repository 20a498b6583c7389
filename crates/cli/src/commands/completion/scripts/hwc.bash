# Completion of hwc for bash.
_hwc() {
    local IFS=$'\n'
    COMPREPLY=($(hwc __complete --shell bash -- "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null))
    # Only the part behind the equals sign replaces the word.
    if [[ "${COMP_WORDS[COMP_CWORD]}" != *=* ]]; then
        COMPREPLY=("${COMPREPLY[@]#--*=}")
    fi
    # The path of a folder goes on.
    if [[ ${#COMPREPLY[@]} -eq 1 && "${COMPREPLY[0]}" == */ ]]; then
        compopt -o nospace 2>/dev/null
    fi
}
complete -o default -o nosort -F _hwc hwc
