BeforeAll {
    . "$PSScriptRoot/Twin.ps1"
    Connect-Twin
}

AfterAll { Remove-Twin }

Describe 'Initialize-Contabyx' {
    It 'shows the statements and does nothing with -WhatIf' {
        $null = Initialize-Contabyx -WhatIf
        Get-ChildItem $Twin | Should -BeNullOrEmpty
    }

    It 'makes everything ready, any number of times' {
        (Initialize-Contabyx).Target | Should -Be Source, Bucket, Warehouse
        (Initialize-Contabyx -Target Warehouse).Statements -join "`n" | Should -Match 'contabyx_load_history'
    }
}
