BeforeAll {
    . "$PSScriptRoot/Twin.ps1"
    Connect-Twin
}

AfterAll { Remove-Twin }

Describe 'Export-ContabyxReport' {
    BeforeAll { $null = Invoke-ContabyxPipeline -Days 40 }

    It 'writes a page in <Language>' -ForEach @{ Language = 'En'; Word = 'Income' }, @{ Language = 'Pt'; Word = 'Receitas' } {
        $report = Export-ContabyxReport "$Twin/$Language.html" -Language $Language
        $report.Transactions | Should -Be 16000
        Get-Content $report.Path -Raw | Should -Match $Word
    }

    It 'replaces a file by force only' {
        { Export-ContabyxReport "$Twin/En.html" -ErrorAction Stop } | Should -Throw -ErrorId 'Contabyx.Address,*'
        (Export-ContabyxReport "$Twin/En.html" -Force).Path | Should -Exist
    }
}
