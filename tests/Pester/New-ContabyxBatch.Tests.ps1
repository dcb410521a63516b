BeforeAll {
    . "$PSScriptRoot/Twin.ps1"
    Connect-Twin
}

AfterAll { Remove-Twin }

Describe 'New-ContabyxBatch' {
    It 'writes days, and goes on where they end' {
        (New-ContabyxBatch -Days 3 -BatchDays 2).Days | Should -Be 2, 1
        (New-ContabyxBatch).FirstDay | Should -Be ([DateOnly]'2015-07-04')
        (New-ContabyxBatch -Until 2015-07-06).Days | Should -Be 2
    }

    It 'refuses a gap, and another seed' {
        { New-ContabyxBatch -FirstDay 2020-01-01 -ErrorAction Stop } | Should -Throw -ErrorId 'Contabyx.BooksConflict,*'
        { New-ContabyxBatch -Seed 9 -ErrorAction Stop } | Should -Throw -ErrorId 'Contabyx.BooksConflict,*'
    }

    It 'writes faults and their answer key' {
        $null = New-ContabyxBatch -Days 5 -Faults All -FaultRate 0.01 -FaultKeyPath "$Twin/key.jsonl"
        @(Get-Content "$Twin/key.jsonl").Count | Should -BeGreaterThan 5
    }

    It 'changes nothing with -WhatIf' {
        $before = Get-FileHash "$Twin/source.duckdb"
        New-ContabyxBatch -Days 5 -WhatIf | Should -BeNullOrEmpty
        (Get-FileHash "$Twin/source.duckdb").Hash | Should -Be $before.Hash
    }

    It 'shows with -WhatIf a table of the batches and the total, and so do the next cmdlets' {
        $pwsh = (Get-Command pwsh -CommandType Application)[0].Source
        $line = "Import-Module '$Module'; `$null = Connect-Contabyx -HomePath '$Twin/plan'; New-ContabyxBatch -Days 400 -WhatIf; " +
            "`$b = New-ContabyxBatch -Days 2; `$b | Export-ContabyxData -WhatIf; `$b | Export-ContabyxData | Send-ContabyxUpload -WhatIf"
        $shown = & $pwsh -NoProfile -NonInteractive -Command $line | Out-String -Width 1000
        $shown | Should -Match 'Total +2015-07-01 +2016-08-03 +400 +360,000'
        $shown | Should -Match 'Export the rows of the batch(.|\n)*Total +1,844'
        $shown | Should -Match 'Send these files(.|\n)*Total +1,844 .* 8 files'
        "$Twin/plan/bucket/data" | Should -Not -Exist
    }
}
