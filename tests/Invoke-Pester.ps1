<#
.SYNOPSIS
Runs the Pester suite on the built module, when Pester 5 is installed, and says so plainly when it is not.
.PARAMETER ResultPath
A file that gets the numbers, in the words of a TRX file's counters.
#>
param([string]$ResultPath)

if (-not (Get-Module Pester -ListAvailable | Where-Object { $_.Version.Major -eq 5 })) {
    Write-Output 'Pester: not run, because Pester 5 is not installed (Install-PSResource Pester).'
    exit 0
}

Import-Module Pester -MaximumVersion 5.999
$configuration = New-PesterConfiguration
$configuration.Run.Path = $PSScriptRoot
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = 'Normal'
$result = Invoke-Pester -Configuration $configuration

if ($ResultPath) {
    $failed = $result.FailedCount + $result.FailedBlocksCount + $result.FailedContainersCount
    $skipped = $result.SkippedCount + $result.NotRunCount
    Set-Content $ResultPath "<Pester passed=`"$($result.PassedCount)`" failed=`"$failed`" notExecuted=`"$skipped`"/>"
}

exit [int]($result.Result -ne 'Passed')
