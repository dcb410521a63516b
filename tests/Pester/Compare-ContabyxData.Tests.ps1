BeforeAll {
    . "$PSScriptRoot/Twin.ps1"
    Connect-Twin
}

AfterAll { Remove-Twin }

Describe 'Compare-ContabyxData' {
    It 'finds all tables equal after a load' {
        $null = Invoke-ContabyxPipeline -Days 2
        (Compare-ContabyxData).Equal | Should -Not -Contain $false
        @(Compare-ContabyxData).Count | Should -Be 8
    }

    It 'finds the rows that were written since' {
        $null = New-ContabyxBatch
        $tax = Compare-ContabyxData -Table Tax -Detail
        $tax.Equal | Should -BeFalse
        $tax.Keys.Count | Should -BeGreaterThan 0
    }

    It 'names a table that is not there' {
        { Compare-ContabyxData -Table Nothing -ErrorAction Stop } | Should -Throw -ErrorId 'Contabyx.TableNotFound,*'
    }
}
