# Completion of tautan for bash. Load it now:   source <(tautan completion bash)
# and in every shell:   tautan completion bash > ~/.local/share/bash-completion/completions/tautan
_tautan() {
    local program=$1 current=${COMP_WORDS[COMP_CWORD]} kind= line
    [[ $program == \~/* ]] && program=$HOME/${program#\~/}
    COMPREPLY=()
    while IFS= read -r line; do
        if [[ -z $kind ]]; then
            kind=$line
        else
            COMPREPLY+=("${line%%$'\t'*}")
        fi
    done < <("$program" complete -- "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
    if [[ $kind == files ]]; then
        compopt -o filenames 2>/dev/null
        [[ $current == = ]] && current=
        while IFS= read -r line; do
            COMPREPLY+=("$line")
        done < <(compgen -f -- "$current")
    fi
}
complete -F _tautan tautan
