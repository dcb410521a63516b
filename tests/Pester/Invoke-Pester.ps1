<#
.SYNOPSIS
Runs the Pester suite on the module with the Pester that the build has laid out.
.DESCRIPTION
The module is the one in artifacts/module, or the one in the folder that the variable CONTABYX_MODULE names.
.PARAMETER Path
The test files; all by default.
.PARAMETER ResultPath
A file that gets the numbers, in the words of a TRX file's counters.
.EXAMPLE
dotnet pwsh tests/Pester/Invoke-Pester.ps1 -Path tests/Pester/Help.Tests.ps1
#>
[CmdletBinding(PositionalBinding = $false)]
param([string[]]$Path = $PSScriptRoot, [string]$ResultPath)

$ErrorActionPreference = 'Stop'
$pester = "$PSScriptRoot/../../artifacts/tools/Pester/Pester.psd1"
if (-not (Test-Path $pester)) { throw "Pester is not in artifacts/tools. Build first: dotnet build -c Release" }

Import-Module $pester
$configuration = New-PesterConfiguration
$configuration.Run.Path = $Path
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = 'Normal'
$result = Invoke-Pester -Configuration $configuration

if ($ResultPath) {
    $failed = $result.FailedCount + $result.FailedBlocksCount + $result.FailedContainersCount
    $skipped = $result.SkippedCount + $result.NotRunCount
    Set-Content $ResultPath "<Counters passed=`"$($result.PassedCount)`" failed=`"$failed`" notExecuted=`"$skipped`"/>"
}

exit [int]($result.Result -ne 'Passed' -or $result.PassedCount -eq 0)
