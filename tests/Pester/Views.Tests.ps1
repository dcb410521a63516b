BeforeDiscovery {
    . "$PSScriptRoot/Twin.ps1"
    $Name = 'Maria Aparecida de Souza e Silva'
    $Views = @(
        @{ Type = 'ContabyxBalance'; Figures = '2,890,284,001.55', '12,345,678,901.23', '-99,999,999,999.99'; Object =
            [Contabyx.ContabyxBalance]::new('Client', '1', $Name, 4000, 2890284000, 12345678000, 1.55d, 900, 1.23d, -99999999999.99d) }
        @{ Type = 'ContabyxTransaction'; Figures = '-99,999,999,999.99', '2026-11-30 02:00'; Object =
            [Contabyx.ContabyxTransaction]::new(1022000, [datetime]'2026-11-30T02:00', 511, $Name, 'TransferOut', 'exceptional', 99999999999.98d, 0.01d, 7) }
        @{ Type = 'ContabyxCopyResult'; Figures = '9,999,999,999,999', '5.0 GB', '600:01:00', 'LoadedWithErrors'; Object =
            [Contabyx.ContabyxCopyResult]@{ Run = 'run'; Table = $Name; Status = 'LoadedWithErrors'; Mode = 'Differences'; RowsExpected = 9999999999999
                RowsLoaded = 9999999999999; Bytes = 5GB; Files = 1; Proof = 'Proven'; FiguresCompared = 20; MovedTo = 's3://b/k'; Elapsed = '25:00:01' } }
        @{ Type = 'LoadRecord'; Figures = '20261130T020000-abc', '9,999,999,999,999', 'Differences', '2026-11-30 02:00:07'; Object =
            [Contabyx.LoadRecord]::new('20261130T020000-abc', $Name, 'Differences', 'hash', 9999999999999, 1, 12345, 1, 2, 'Proven',
                [datetimeoffset]'2026-11-30T02:00:07Z') }
        @{ Type = 'ContabyxComparison'; Figures = '9,999,999,999,999', '9,999,999,999,998'; Object =
            [Contabyx.ContabyxComparison]@{ Table = $Name; SourceRows = 9999999999999; WarehouseRows = 9999999999998; FiguresCompared = 20
                Columns = [Contabyx.ColumnComparison[]]@(); Differences = [string[]]@('rows: 9999999999999 and 9999999999998'); Elapsed = '0:00:01' } }
        @{ Type = 'ContabyxRunTable'; Figures = '9,999,999,999,999', 'Proven', 'why it failed', 'a reason a reason'; Object =
            [Contabyx.ContabyxRunTable]@{ Table = $Name; RowsLoaded = 9999999999999; Proof = 'Proven'; Error = 'a reason ' * 20 } }
        @{ Type = 'ContabyxArchive'; Figures = '9,999,999,999,999', 'AlreadyArchived', '2015', '5.0 GB', 'Proven'; Object =
            [Contabyx.ContabyxArchive]@{ Table = $Name; Year = 2015; Status = 'AlreadyArchived'; Rows = 9999999999999; Bytes = 5GB; Files = 12345
                Proof = 'Proven'; View = "${Name}_all"; Elapsed = '25:00:01' } }
        @{ Type = 'KeyDifference'; Figures = '-9223372036854775808', 'OnlyInWarehouse'; Object =
            [Contabyx.KeyDifference]::new($Name, '-9223372036854775808', 'OnlyInWarehouse', $null, $null, $null) }
    )
}

BeforeAll {
    . "$PSScriptRoot/Twin.ps1"
    $Saved = Join-Path ([System.IO.Path]::GetTempPath()) "contabyx-views-$([guid]::NewGuid().ToString('N')).xml"
}

AfterAll { Remove-Item $Saved -ErrorAction Ignore }

Describe 'The view of <Type>' -ForEach $Views {
    It 'shows every figure whole in <_> columns' -ForEach 80, 120 {
        $shown = @($Object | Out-String -Width $_ -Stream)
        foreach ($figure in $Figures) { ($shown -join "`n") | Should -Match ([regex]::Escape($figure)) }
        $Object | Should -FitColumns
    }

    It 'shows the whole name in 120 columns' {
        ($Object | Out-String -Width 120) | Should -Match 'Silva'
    }

    It 'shows the same of an object that was saved and read again' {
        $Object | Export-Clixml $Saved
        Import-Clixml $Saved | Out-String -Width 120 | Should -Be ($Object | Out-String -Width 120)
    }
}

Describe 'The views of a run' {
    It 'show text of a server as text' {
        $escape = [char]27
        $run = [Contabyx.ContabyxRun]@{ Run = 'run'; Bucket = 'b'; Warehouse = 'w'; Job = "j${escape}[2J"; Source = "s${escape}[2J"
            BucketError = "no bucket${escape}[2J"; WarehouseError = "no`nwarehouse${escape}[2J" }
        foreach ($text in ($run | Out-String -Width 200), ($run | Format-List | Out-String -Width 200)) {
            $text | Should -Not -Match "$escape\[2J"
            $text | Should -Match 'no bucket\\u001b\[2J'
            $text | Should -Match 'no\\u000awarehouse\\u001b\[2J'
        }
    }
}

Describe 'What a cmdlet writes' {
    BeforeAll {
        Connect-Twin
        $Written = @{ Batch = New-ContabyxBatch -Days 3 }
        $Written.File = $Written.Batch | Export-ContabyxData
        $Written.Upload = $Written.File | Send-ContabyxUpload
        $Written.CopyResult = $Written.Upload | Invoke-ContabyxCopy
        $Written.Pipeline = Invoke-ContabyxPipeline -Days 1
        $Written.Load = Get-ContabyxLoad
        $Written.Run = Get-ContabyxRun
        $Written.RunTable = $Written.Run[0].Tables
        $Written.Table = Get-ContabyxTable
        $Written.Comparison = Compare-ContabyxData
        $Written.Balance = Get-ContabyxBalance
        $Written.BalanceBy = Get-ContabyxBalance -By Day
        $Written.Transaction = Get-ContabyxTransaction | Select-Object -First 20
        $Written.Log = Get-ContabyxLog
        $Written.Check = Test-ContabyxConnection
        $Written.Connection = Get-ContabyxConnection
        $Written.Setup = Initialize-Contabyx
        $Written.Run = Get-ContabyxRun
    }

    AfterAll { Remove-Twin }

    It 'looks the same after it was saved and read again: <_>' -ForEach @(
        'Batch', 'File', 'Upload', 'CopyResult', 'Pipeline', 'Load', 'Run', 'RunTable', 'Table', 'Comparison', 'Balance', 'BalanceBy', 'Transaction', 'Log', 'Check', 'Connection', 'Setup', 'Run'
    ) {
        $Written[$_] | Export-Clixml $Saved
        $shown = $Written[$_] | Out-String -Width 120
        $shown.Trim() | Should -Not -BeNullOrEmpty
        Import-Clixml $Saved | Out-String -Width 120 | Should -Be $shown
        , $Written[$_] | Should -FitColumns
    }

    It 'says when a table was loaded' {
        $Written.Table | Where-Object Table -EQ 'Tax' | Out-String -Width 80 | Should -Match "$([datetime]::UtcNow.ToString('yyyy-MM-'))\d\d +Tax "
    }

    # PowerShell indexes what is an IList: of any other list, $x.Key[0] would be all of it.
    It 'has only lists that a script can index' {
        $lists = $Written.Values | ForEach-Object { $_ } | ForEach-Object { $_.PSObject.Properties } |
            Where-Object { $_.Value -is [System.Collections.IEnumerable] -and $_.Value -isnot [string] -and $_.Value -isnot [System.Collections.IDictionary] }
        @($lists).Count | Should -BeGreaterThan 10
        $lists | Where-Object { $_.Value -isnot [System.Collections.IList] } | ForEach-Object Name | Should -BeNullOrEmpty
    }

    # Without a property of this name, PowerShell asks each item for its own.
    It 'has lists whose Length is their number, as that of an array' {
        $result = $Written.Pipeline | Select-Object -First 1
        $result.Runs.Length | Should -Be 1
        $result.Warnings.Length | Should -Be 0
        $result.Tables.Length | Should -Be $result.Tables.Count
    }
}

Describe 'What is saved as CSV and JSON' {
    BeforeAll {
        Connect-Twin
        $batch = New-ContabyxBatch -Days 2
        $file = $batch | Export-ContabyxData
        $upload = $file | Send-ContabyxUpload
        $plan = Invoke-ContabyxCopy -WhatIf
        $Saved = @($batch; $file; $upload; $plan; $upload | Invoke-ContabyxCopy; Invoke-ContabyxPipeline -Days 1; Get-ContabyxLoad
            Get-ContabyxRun; (Get-ContabyxRun).Tables; Get-ContabyxTable; Compare-ContabyxData; (Compare-ContabyxData).Columns; Get-ContabyxBalance
            Get-ContabyxBalance -By Day; Get-ContabyxTransaction | Select-Object -First 3; Get-ContabyxLog; Test-ContabyxConnection
            Get-ContabyxConnection; Initialize-Contabyx; Export-ContabyxReport "$Twin/report.html"
            [Contabyx.ContabyxLoadError]@{ Run = 'r'; Table = 't'; Reason = 'too long' }
            [Contabyx.KeyDifference]::new('t', '1', 'Changed', 'c', 'a', 'b')
            [Contabyx.ContabyxComparison]@{ Table = 't'; Columns = [Contabyx.ColumnComparison[]]@(); Differences = [string[]]@('rows: 1 and 2', 'fee: 3 and 4')
                Keys = [Contabyx.KeyDifference[]]@([Contabyx.KeyDifference]::new('t', '17', 'Changed', 'fee', 'a', 'b')) })
        $ByType = $Saved | Group-Object { $_.GetType().Name }
    }

    AfterAll { Remove-Twin }

    It 'has no name of a type in a cell' {
        $ByType.Count | Should -BeGreaterThan 18
        foreach ($group in $ByType) {
            foreach ($row in $group.Group | ConvertTo-Csv | ConvertFrom-Csv) {
                foreach ($cell in $row.PSObject.Properties) {
                    "$($group.Name).$($cell.Name): $($cell.Value)" | Should -Not -MatchExactly 'System\.|Contabyx\.|`\d|\[\]|[A-Z][a-z]+[A-Z]\w+ \{ '
                }
            }
        }
    }

    It 'has lists as their items' {
        $rows = $Saved | Where-Object { $_ -is [Contabyx.ContabyxComparison] } | Select-Object -Last 1 | ConvertTo-Csv | ConvertFrom-Csv
        $rows.Differences | Should -Be 'rows: 1 and 2; fee: 3 and 4'
        $rows.Keys | Should -Be '17: Changed, fee'
        ($Saved | Where-Object { $_ -is [Contabyx.ContabyxTable] } | ConvertTo-Csv | ConvertFrom-Csv | Where-Object Table -EQ Tax).Key | Should -Be tax_id
    }

    It 'has the names of enums with -EnumsAsStrings, numbers as numbers, times as ISO 8601, and lists as lists' {
        $json = $Saved | Where-Object { $_ -is [Contabyx.LoadRecord] } | ConvertTo-Json -AsArray -EnumsAsStrings
        $json | Should -MatchExactly '"Proof": "Proven"'
        $json | Should -MatchExactly '"LoadedAt": "\d{4}-\d\d-\d\dT'
        $json | Should -MatchExactly '"Rows": 800,'
        $table = $Saved | Where-Object { $_ -is [Contabyx.ContabyxTable] } | ConvertTo-Json -EnumsAsStrings | ConvertFrom-Json
        ($table | Where-Object Table -EQ Tax).Key | Should -Be tax_id
        ($Saved | ConvertTo-Json -WarningAction Ignore -EnumsAsStrings) | Should -Not -MatchExactly 'System\.Object|<>z__|Contabyx\.\w'
    }
}

Describe 'Lines of a view' {
    It 'are broken between words: <Text> in <Width>' -ForEach @(
        @{ Text = 'There are 10 checks left'; Width = 12; Lines = 'There are 10', 'checks left' }
        @{ Text = "one two`n  three four five"; Width = 12; Lines = 'one two', '  three four', 'five' }
        @{ Text = 'a-word-that-is-too-long for it'; Width = 10; Lines = 'a-word-tha', 't-is-too-l', 'ong for it' }
        @{ Text = '  indented-by-two'; Width = 12; Lines = '  indented-b', 'y-two' }
        @{ Text = 'short'; Width = 80; Lines = , 'short' }
        @{ Text = 'no room for any of this'; Width = 5; Lines = , 'no room for any of this' }
    ) {
        [Contabyx.Words]::Break($Text, $Width) | Should -BeExactly ($Lines -join "`n")
    }

    It 'never lose a character, and never split one of two halves' {
        $smiles = [char]::ConvertFromUtf32(0x1F600) * 12
        foreach ($width in 10..16) {
            $lines = [Contabyx.Words]::Break($smiles, $width) -split "`n"
            -join $lines | Should -BeExactly $smiles
            $lines | ForEach-Object { $_.Length % 2 | Should -Be 0 }
        }
    }

    It 'are left to PowerShell where it does so itself, and in files' {
        [Contabyx.Words]::Break($null, 80) | Should -BeNullOrEmpty
        $text = 'word ' * 100
        [Contabyx.Words]::Fit($text, 1) | Should -BeExactly $text
    }
}

Describe 'Every enum of the module' {
    It 'is read back from a file as itself' {
        foreach ($enum in [Contabyx.LoadStatus].Assembly.GetExportedTypes() | Where-Object IsEnum) {
            $value = [enum]::GetValues($enum)[-1]
            [pscustomobject]@{ Value = $value } | Export-Clixml $Saved
            (Import-Clixml $Saved).Value | Should -BeOfType $enum
            (Import-Clixml $Saved).Value | Should -Be $value
        }
    }

    It 'compares with its name in the output of a job' {
        $result = Start-Job { Import-Module $using:Module; [Contabyx.ContabyxSetup]; [Contabyx.LoadStatus]::Failed } | Receive-Job -Wait -AutoRemoveJob
        $result[-1] -eq 'Failed' | Should -BeTrue
    }
}
