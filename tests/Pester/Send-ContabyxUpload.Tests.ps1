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

    It 'plans with -WhatIf: rows that nobody has counted are unknown, and a note comes from no folder' {
        Set-Content "$Twin/Tax.csv" '1,1,tax,0.0750'
        $pwsh = (Get-Command pwsh -CommandType Application)[0].Source
        $line = "Import-Module '$Module'; `$null = Connect-Contabyx -HomePath '$Twin/plan'; Send-ContabyxUpload '$Twin/Tax.csv' -WhatIf; " +
            "`$note = @(New-ContabyxBatch | Export-ContabyxData)[0] | Select-Object *; `$note.IsUnchanged = `$true; `$note.Path = ''; " +
            "`$note | Send-ContabyxUpload -WhatIf"
        $loose, $note = (& $pwsh -NoProfile -NonInteractive -Command $line | Out-String -Width 1000) -split '(?=What if)' | Where-Object { $_ }
        $loose | Should -Match 'Total +unknown +\d+ B +1 file'
        $loose | Should -Match 'from \S+'
        $note | Should -Match 'Total(.|\n)*1 file'
        $note | Should -Not -Match '\nfrom'
    }
}
