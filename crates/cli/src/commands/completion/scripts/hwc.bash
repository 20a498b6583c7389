# Completion of hwc for bash.
_hwc() {
    # Bash splits words at COMP_WORDBREAKS, as in --output=json and drive:/Reports. The words up to the cursor are joined
    # again where the line has no space. A candidate does not replace the part in `kept`.
    local line=${COMP_LINE:0:COMP_POINT} rest part kept candidate last=-1
    local -a words=()
    for part in "${COMP_WORDS[@]:0:COMP_CWORD+1}"; do
        rest=${line#"${line%%[![:space:]]*}"}
        part=${part:0:${#rest}}
        if [[ $last -lt 0 || $rest != "$line" ]]; then
            words+=("$part")
            kept=
            last=$((last + 1))
        else
            kept=${words[last]}
            words[last]+=$part
        fi
        line=${rest:${#part}}
    done
    if [[ -n $part && $part != *[!"$COMP_WORDBREAKS"]* ]]; then
        kept=${words[last]}
    fi
    COMPREPLY=()
    while IFS= read -r candidate; do
        COMPREPLY+=("${candidate#"$kept"}")
    done < <(hwc __complete --shell bash -- "${words[@]:1}" 2>/dev/null)
    # The path of a folder goes on.
    if [[ ${#COMPREPLY[@]} -eq 1 && "${COMPREPLY[0]}" == */ ]]; then
        compopt -o nospace 2>/dev/null
    fi
}
complete -o default -o nosort -F _hwc hwc
