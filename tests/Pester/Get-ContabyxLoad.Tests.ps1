BeforeAll {
    . "$PSScriptRoot/Twin.ps1"
    Connect-Twin
}

AfterAll { Remove-Twin }

Describe 'Get-ContabyxLoad' {
    BeforeAll { $result = Invoke-ContabyxPipeline -Days 1 }

    It 'reads the history by run and table' {
        $loads = $result.Tables[0] | Get-ContabyxLoad
        @($loads).Count | Should -Be 8
        (Get-ContabyxLoad -Table Tax).Rows | Should -Be 400
        Get-ContabyxLoad -Since (Get-Date).AddDays(1) | Should -BeNullOrEmpty
    }

    It 'fits 80 columns' { Get-ContabyxLoad | Should -FitColumns }
}
