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

    # The folder for everything that is written; in a checkout its artifacts folder, else the embedded twin's own home.
    [string] $HomePath
)

$ErrorActionPreference = 'Stop'
$checkout = [System.IO.Path]::GetFullPath(($PSScriptRoot + '/..'))
if (-not $HomePath -and [System.IO.File]::Exists("$checkout/Contabyx.PowerShell.sln")) {
    $HomePath = "$checkout/artifacts/quickstart"
}

$connection = if ($HomePath) { Connect-Contabyx -HomePath $HomePath } else { Get-ContabyxConnection }
"Books of $Days days: $($connection.Source)"
"            through: $($connection.Bucket)"
"               into: $($connection.Warehouse)"

$clock = [System.Diagnostics.Stopwatch]::StartNew()
$results = @(New-ContabyxBatch -Days $Days | Export-ContabyxData | Send-ContabyxUpload | Invoke-ContabyxCopy)
$clock.Stop()
$results | Out-Default

$balance = Get-ContabyxBalance
$balance | Out-Default

$failed = @($results | Where-Object Status -EQ Failed)
$rows = [long]0
$parts = foreach ($result in $results) {
    $rows += $result.RowsLoaded
    if ($result.Table -in 'Transactions', 'Tax', 'Transfers', 'Clients') {
        '{0:N0} {1}' -f $result.RowsLoaded, $result.Table
    }
}

"Loaded and proven: $($parts -join ', ')."
'The legs of all transfers add up to {0:N2}.' -f $balance.TransferNet
'{0:N0} rows in {1:N1} s; the log is {2}' -f $rows, $clock.Elapsed.TotalSeconds, $connection.LogPath
exit $(if ($failed.Count -gt 0 -or $balance.TransferNet -ne 0) { 1 } else { 0 })
