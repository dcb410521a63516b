BeforeAll {
    . "$PSScriptRoot/Twin.ps1"
    Connect-Twin
}

AfterAll { Remove-Twin }

Describe 'Invoke-ContabyxCopy' {
    BeforeEach { $null = New-ContabyxBatch | Export-ContabyxData | Send-ContabyxUpload }

    It 'proves and loads what waits, once' {
        $results = Invoke-ContabyxCopy
        $results.Proof | Sort-Object -Unique | Should -Be Proven
        $results | Should -FitColumns
        Invoke-ContabyxCopy | Should -BeNullOrEmpty
    }

    It 'writes its plan and does nothing with -WhatIf' {
        $before = Get-ContabyxLoad | Measure-Object
        $steps = Invoke-ContabyxCopy -WhatIf -PlanPath "$Twin/plan.sql"
        $steps.Kind | Sort-Object -Unique | Should -Be Statement, Move, Remark
        Get-Content "$Twin/plan.sql" -Raw | Should -Match 'COMMIT;'
        (Get-ContabyxLoad | Measure-Object).Count | Should -Be $before.Count
    }

    It 'commits all tables or none' {
        $part = Get-ChildItem "$Twin/bucket/data" -Recurse -Filter Tax-* | Select-Object -Last 1
        [System.IO.File]::WriteAllBytes($part.FullName, [byte[]](1, 2, 3))
        $results = Invoke-ContabyxCopy -AllOrNothing -ErrorAction SilentlyContinue
        ($results | Group-Object Run | Where-Object { $_.Group.Status -contains 'Failed' }).Group.Status |
            Sort-Object -Unique | Should -Be Failed
    }
}
