BeforeAll {
    . "$PSScriptRoot/Twin.ps1"
    Connect-Twin
}

AfterAll { Remove-Twin }

Describe 'Pipeline' {
    It 'moves seven years as it moves a day' {
        $results = New-ContabyxBatch -Days 60 -BatchDays 30 | Export-ContabyxData | Send-ContabyxUpload | Invoke-ContabyxCopy
        $results.Status | Sort-Object -Unique | Should -Be Loaded
        (Compare-ContabyxData).Equal | Should -Not -Contain $false
    }

    It 'may be stopped half-way and run again' {
        $null = New-ContabyxBatch -Days 4 -BatchDays 2 | Export-ContabyxData | Send-ContabyxUpload | Select-Object -First 1
        $null = New-ContabyxBatch | Export-ContabyxData | Send-ContabyxUpload | Invoke-ContabyxCopy
        (Compare-ContabyxData).Equal | Should -Not -Contain $false
    }
}
