#compdef tautan
# Completion of tautan for zsh. Load it now:   source <(tautan completion zsh)
# and in every shell:   tautan completion zsh > a file "_tautan" in a directory of $fpath
_tautan() {
    local line kind
    local -a lines values
    lines=("${(@f)$("${(Q)~words[1]}" complete -- "${(@Q)words[2,CURRENT]}" 2>/dev/null)}")
    kind=${lines[1]}
    if [[ $kind == files ]]; then
        _files
        return
    fi
    for line in "${(@)lines[2,-1]}"; do
        [[ -n $line ]] && values+=("${${line%%$'\t'*}//:/\\:}:${line#*$'\t'}")
    done
    (( $#values )) && _describe -V tautan values
}
if [[ ${funcstack[1]} == _tautan ]]; then
    _tautan "$@"
else
    (( $+functions[compdef] )) || { autoload -Uz compinit && compinit }
    compdef _tautan tautan
fi
