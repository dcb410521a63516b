BeforeAll {
    . "$PSScriptRoot/Twin.ps1"
    Connect-Twin
}

AfterAll { Remove-Twin }

Describe 'Completion' {
    It 'offers <Expected> for <Line>' -ForEach @(
        @{ Line = 'Export-ContabyxData -Table Tran'; Expected = 'Transactions' }
        @{ Line = 'Export-ContabyxData -Compression '; Expected = 'Zstd' }
        @{ Line = 'Get-ContabyxBalance -By M'; Expected = 'Month' }
        @{ Line = 'Invoke-ContabyxCopy -Mode R'; Expected = 'Replace' }
        @{ Line = 'New-ContabyxBatch -Faults '; Expected = 'Emoji' }
        @{ Line = 'Get-ContabyxLoad -Table Cl'; Expected = 'Clients' }
        @{ Line = 'Connect-Contabyx -Region sa-'; Expected = 'sa-east-1' }
        @{ Line = 'Invoke-ContabyxPipeline -Tab'; Expected = '-Table' }
    ) {
        $null = New-ContabyxBatch
        (TabExpansion2 $Line).CompletionMatches.CompletionText | Should -Contain $Expected
    }

    It 'offers the runs that the log knows' {
        $run = (Invoke-ContabyxPipeline -Days 1).Tables[0].Run
        (TabExpansion2 'Invoke-ContabyxCopy -Redrive ').CompletionMatches.CompletionText | Should -Contain $run
        (TabExpansion2 'Get-ContabyxLoadError -Run 20').CompletionMatches.CompletionText | Should -Contain $run
    }
}
