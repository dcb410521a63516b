BeforeAll {
    . "$PSScriptRoot/Twin.ps1"
    Connect-Twin
}

AfterAll { Remove-Twin }

Describe 'Send-ContabyxUpload' {
    It 'sends a run, and its document last' {
        $sent = New-ContabyxBatch | Export-ContabyxData | Send-ContabyxUpload
        "$Twin/bucket/data/$($sent[0].Run)/run.json" | Should -Exist
        $sent | Should -FitColumns
    }

    It 'sends loose files, and refuses names that say no format' {
        Set-Content "$Twin/TaxType.csv" '1,1,tax,0.0750'
        Set-Content "$Twin/notes.doc" 'x'
        (Send-ContabyxUpload -Path "$Twin/TaxType.csv").Table | Should -Be TaxType
        { Send-ContabyxUpload -Path "$Twin/notes.doc" -ErrorAction Stop } | Should -Throw -ErrorId 'Contabyx.*'
    }
}
