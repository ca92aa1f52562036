# Completion of tautan for fish. Load it now:   tautan completion fish | source
# and in every shell:   tautan completion fish > ~/.config/fish/completions/tautan.fish
function __tautan_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -l program (string replace -r '^~/' "$HOME/" -- $words[1])
    set -l lines ($program complete -- $words[2..-1] "$current" 2>/dev/null)
    if test "$lines[1]" = files
        __fish_complete_path "$current"
        return
    end
    set -q lines[2]; and printf '%s\n' $lines[2..-1]
end
complete -c tautan -f -a '(__tautan_complete)'
