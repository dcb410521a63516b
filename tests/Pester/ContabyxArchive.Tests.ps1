BeforeAll {
    . "$PSScriptRoot/Twin.ps1"
    Connect-Twin
    $null = New-ContabyxBatch -Days 500 -RoundsPerDay 1 | Export-ContabyxData | Send-ContabyxUpload | Invoke-ContabyxCopy
    $Before = @{ Table = 'Transactions'; Before = '2016-01-01' }

    function Get-Content-OfTwin {
        Get-ChildItem $Twin -Recurse -File | Where-Object Extension -NE '.wal' | ForEach-Object FullName | Sort-Object
    }
}

AfterAll { Remove-Twin }

Describe 'The archive' {
    It 'is shown before anything is done: every statement and every object' {
        $files = Get-Content-OfTwin
        $shown = Join-Path $Twin what-if.txt
        $null = Start-Transcript $shown
        Export-ContabyxArchive @Before -WhatIf
        $null = Stop-Transcript
        $text = Get-Content $shown -Raw
        Remove-Item $shown
        foreach ($part in 'on target "Transactions 2015"', 'CREATE TABLE IF NOT EXISTS "contabyx_archive"', 'COPY \(SELECT', 'BEGIN;', 'DELETE FROM "Transactions"',
            'INSERT INTO "contabyx_archive"', 'CREATE OR REPLACE VIEW "Transactions_all"', 'COMMIT;', 'Write objects: .*archive_year=2015') {
            $text | Should -Match $part
        }
        Get-Content-OfTwin | Should -Be $files
        Get-ContabyxArchive | Should -BeNullOrEmpty
    }

    It 'asks nothing where nobody can answer' {
        $pwsh = (Get-Command pwsh -CommandType Application)[0].Source
        $command = "Import-Module '$Module'; `$null = Connect-Contabyx -HomePath '$Twin'; (Export-ContabyxArchive Tax -Before 2016-01-01).Status"
        & $pwsh -NoProfile -NonInteractive -Command $command 2>&1 | Out-String | Should -Match 'no DATE or TIMESTAMP column'
        $command = $command.Replace('Tax', 'Transactions')
        & $pwsh -NoProfile -NonInteractive -Command $command | Should -Be Archived
    }

    It 'lists what it has, by table and year' {
        $year = Get-ContabyxConnection | Get-ContabyxArchive
        $year.Year | Should -Be 2015
        $year.Column | Should -Be occurred_at
        $year.View | Should -Be Transactions_all
        $year.Rows | Should -BeGreaterThan 0
        Get-ContabyxArchive Trans* 2015 | Should -HaveCount 1
        Get-ContabyxArchive Tax | Should -BeNullOrEmpty
        Get-ContabyxArchive -Year 2016 | Should -BeNullOrEmpty
        $year | Should -FitColumns
        ($year | Out-String -Width 80) | Should -Match '2015 Archived'
        ($year | Format-List | Out-String -Width 200) | Should -Match 'Location +: file:'
    }

    It 'offers its tables and years' {
        # What has to be asked for has two seconds, which a busy machine may need several of.
        foreach ($line in @(
                @{ Text = 'Restore-ContabyxArchive -Table '; Expected = 'Transactions' }
                @{ Text = 'Restore-ContabyxArchive -Table Transactions -Year '; Expected = '2015' }
                @{ Text = 'Export-ContabyxArchive -Table Tran'; Expected = 'Transactions' }
                @{ Text = 'Export-ContabyxArchive -Table Transactions -Column occ'; Expected = 'occurred_at' }
                @{ Text = 'Export-ContabyxArchive Transactions -Before 20'; Expected = "$([datetime]::UtcNow.Year)-01-01" })) {
            for ($i = 0; $i -lt 60; $i++) {
                $found = @((TabExpansion2 $line.Text).CompletionMatches.CompletionText)
                if ($found -contains $line.Expected) { break }
            }
            $found | Should -Contain $line.Expected
        }
    }

    It 'changes nothing where there is nothing to do' {
        Export-ContabyxArchive @Before | Should -BeNullOrEmpty
        Export-ContabyxArchive Transactions -KeepYears 100 | Should -BeNullOrEmpty
    }

    It 'says how to say which years' {
        { Export-ContabyxArchive Transactions -ErrorAction Stop } | Should -Throw '*no years were given*'
        $failed = $null
        Export-ContabyxArchive Transactions -ErrorAction SilentlyContinue -ErrorVariable failed
        $failed[0].FullyQualifiedErrorId | Should -Match '^Contabyx.Archive,'
        $failed[0].ErrorDetails.RecommendedAction | Should -Match '-KeepYears 3'
    }

    It 'is compared with the source' {
        $found = Compare-ContabyxData -Table Transactions
        $found.Equal | Should -BeTrue
        $found.ArchivedYears | Should -Be 2015
    }

    It 'comes back by pipeline' {
        $shown = Get-ContabyxArchive | Restore-ContabyxArchive -WhatIf *>&1
        $shown | Should -BeNullOrEmpty
        (Get-ContabyxArchive).Year | Should -Be 2015
        (Get-ContabyxArchive | Restore-ContabyxArchive).Status | Should -Be Restored
        Get-ContabyxArchive | Should -BeNullOrEmpty
        (Compare-ContabyxData -Table Transactions).Equal | Should -BeTrue
        Restore-ContabyxArchive Transactions 2015 -ErrorAction SilentlyContinue -ErrorVariable failed
        $failed[0] | Should -Match '2015 is not archived'
    }
}
