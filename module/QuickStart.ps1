<#
.SYNOPSIS
Runs the main job of Contabyx on the embedded twin and shows its result.
.DESCRIPTION
Writes days of books into a source, exports them, sends them to a bucket and copies them into a warehouse, each of them embedded:
two DuckDB files and a folder. Run it again, and the next days are added.
.EXAMPLE
& "$((Get-Module Contabyx).ModuleBase)/QuickStart.ps1" -Days 30
#>
[CmdletBinding()]
param(
    # How many days of books.
    [ValidateRange(1, 1000000)]
    [int] $Days = 2555,

    # The folder for everything that is written; by default the embedded twin's own home.
    [string] $HomePath
)

$ErrorActionPreference = 'Stop'
if (-not (Get-Module Contabyx)) { Import-Module "$PSScriptRoot/Contabyx.psd1" }
$connection = if ($HomePath) { Connect-Contabyx -HomePath $HomePath } else { Get-ContabyxConnection }
"Books of $Days days: $($connection.Source)"
"            through: $($connection.Bucket)"
"               into: $($connection.Warehouse)"

$clock = [System.Diagnostics.Stopwatch]::StartNew()
$results = @(New-ContabyxBatch -Days $Days | Export-ContabyxData | Send-ContabyxUpload | Invoke-ContabyxCopy)
$clock.Stop()
$results | Out-Default

$rows = [long]($results | Measure-Object RowsLoaded -Sum).Sum
'{0:N0} rows in {1:N1} s; the log is {2}' -f $rows, $clock.Elapsed.TotalSeconds, $connection.LogPath
$balance = Get-ContabyxBalance
$balance | Out-Default

$failed = @($results | Where-Object Status -EQ Failed)
exit $(if ($failed.Count -gt 0 -or $balance.TransferNet -ne 0) { 1 } else { 0 })
