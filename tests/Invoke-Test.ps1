<#
.SYNOPSIS
Runs every test of xunit and of Pester, and writes their numbers.
.DESCRIPTION
The last line is 'N passed, N failed, N skipped', added up from the result files in artifacts/results. A build that broke, a
test host that ended without a result, and a suite that ran no test count as one failure. The exit code is 0 when nothing
failed.
.PARAMETER Common
What 'dotnet build' and 'dotnet test' get beside their own arguments.
.EXAMPLE
dotnet pwsh tests/Invoke-Test.ps1
#>
param([string[]]$Common = @('-c', 'Release'))

$PSNativeCommandUseErrorActionPreference = $false
$root = Split-Path $PSScriptRoot
$results = Join-Path $root artifacts/results
Remove-Item $results -Recurse -Force -ErrorAction Ignore
$null = New-Item $results -ItemType Directory

# Most processes of the tests are short: to watch which code runs often costs them a tenth of their time, and brings nothing.
$env:DOTNET_TieredPGO = 0
$broken = @()
Push-Location $root
try {
    dotnet build @Common
    if ($LASTEXITCODE) {
        'The build failed, so no test was run.', '0 passed, 1 failed, 0 skipped'
        exit 1
    }

    # Pester is a process of its own: no module of this one is in its way. All suites run in parallel, so that no processor waits
    # for the slowest of them.
    $pester = Start-ThreadJob {
        $PSNativeCommandUseErrorActionPreference = $true
        $ErrorActionPreference = 'Stop'
        Set-Location $using:root
        dotnet pwsh -NoProfile -NonInteractive -File tests/Pester/Invoke-Pester.ps1 -ResultPath $using:results/pester.xml
    }
    dotnet test @Common --no-build --max-parallel-test-modules 8 --report-xunit-trx --results-directory $results
    if ($LASTEXITCODE) { $broken += 'xunit' }
    Receive-Job $pester -Wait -ErrorAction Continue
    if ($pester.State -ne 'Completed') { $broken += 'Pester' }
}
finally {
    Pop-Location
}

Get-Content $root/tests/Contabyx.Tests/bin/*/*/kills.txt -ErrorAction Ignore
$total = @{ passed = 0; failed = 0; skipped = 0 }
foreach ($suite in 'xunit', 'Pester') {
    $files = Get-ChildItem $results -Filter $($suite -eq 'xunit' ? '*.trx' : 'pester.xml')
    $counters = @($files | Select-Xml '//*[local-name()="Counters"]' | ForEach-Object Node)
    $passed = [int]($counters | Measure-Object passed -Sum).Sum
    $failed = [int]($counters | Measure-Object failed -Sum).Sum + [int]($counters | Measure-Object error -Sum).Sum
    $skipped = [int]($counters | Measure-Object notExecuted -Sum).Sum
    if ($failed -eq 0 -and ($suite -in $broken -or $passed -eq 0)) {
        Write-Host "${suite}: something failed outside a test: the build, or a host that ended without a result."
        $failed = 1
    }

    Write-Host "${suite}: $($passed + $failed + $skipped) tests, $failed failed, $skipped skipped"
    $total.passed += $passed
    $total.failed += $failed
    $total.skipped += $skipped
}

"$($total.passed) passed, $($total.failed) failed, $($total.skipped) skipped"
exit [int]($total.failed -gt 0)
