BeforeAll {
    . "$PSScriptRoot/Twin.ps1"
    Connect-Twin
}

AfterAll { Remove-Twin }

Describe 'Connect-Contabyx' {
    It 'holds for the session' {
        $made = Connect-Contabyx -HomePath $Twin
        (Get-ContabyxConnection).Source | Should -Be $made.Source
    }

    It 'shows no secret' {
        $secret = ConvertTo-SecureString 'hunter2hunter2' -AsPlainText
        $credential = [pscredential]::new('loader', $secret)
        $made = Connect-Contabyx -HomePath $Twin -Source mysql://db.example/books -SourceCredential $credential
        ($made | Format-List * | Out-String) + ($made | ConvertTo-Json -Depth 5 -WarningAction Ignore) | Should -Not -Match 'hunter2'
        $null = Connect-Contabyx -HomePath $Twin
    }

    It 'refuses <Address>' -ForEach @{ Address = 'oracle://x' }, @{ Address = 'mysql://me:secret@host/db' } {
        { Connect-Contabyx -Source $Address -ErrorAction Stop } | Should -Throw -ErrorId 'Contabyx.Address,*'
    }
}
