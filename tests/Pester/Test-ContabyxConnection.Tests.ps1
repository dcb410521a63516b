BeforeAll {
    . "$PSScriptRoot/Twin.ps1"
    Connect-Twin
}

AfterAll { Remove-Twin }

Describe 'Test-ContabyxConnection' {
    It 'passes on the twin' {
        Test-ContabyxConnection -Quiet | Should -BeTrue
        Test-ContabyxConnection | Should -FitColumns
    }

    It 'says what to do where a server is out of reach' {
        $away = Connect-Contabyx -HomePath $Twin -Source mysql://loader@127.0.0.1:1/books
        $check = Test-ContabyxConnection -Connection $away -Target Source | Where-Object Outcome -EQ Failed
        $check.Advice | Should -Not -BeNullOrEmpty
        $null = Connect-Contabyx -HomePath $Twin
    }
}
