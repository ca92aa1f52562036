# Completion of tautan for PowerShell. Load it now:   tautan completion powershell | Out-String | Invoke-Expression
# and in every shell: put that line into the file that $PROFILE names
Register-ArgumentCompleter -Native -CommandName tautan -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)
    $elements = @($commandAst.CommandElements)
    $words = @($elements | Select-Object -Skip 1 | Where-Object { $_.Extent.EndOffset -lt $cursorPosition } | ForEach-Object { $_.Extent.Text })
    # Older versions pass an empty argument on as none at all.
    $current = if ($wordToComplete) { $wordToComplete } else { '""' }
    $lines = @(& $elements[0].Extent.Text complete -- @words $current 2>$null)
    if ($lines.Count -gt 0 -and $lines[0] -eq 'files') {
        return [System.Management.Automation.CompletionCompleters]::CompleteFilename($wordToComplete)
    }
    $lines | Select-Object -Skip 1 | ForEach-Object {
        $label, $description = $_ -split "`t", 2
        if (-not $description) { $description = $label }
        [System.Management.Automation.CompletionResult]::new($label, $label, 'ParameterValue', $description)
    }
}
