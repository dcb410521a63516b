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
}
