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

    It 'begins its plan with a table and its total, and names the totals that it waits for' {
        $steps = Invoke-ContabyxCopy -WhatIf
        $first = $steps[0]
        $first.Kind | Should -Be Remark
        $lines = $first.Text -split "`n"
        $rows = $lines[2..($lines.Count - 2)] | ForEach-Object { [int](($_ -split ' {2,}')[2] -replace ',') }
        $rows.Count | Should -BeGreaterThan 2
        $lines[-1] | Should -Match '^Total  .*'
        [int](($lines[-1] -split ' {2,}')[1] -replace ',') | Should -Be ($rows | Measure-Object -Sum).Sum
        $tax = ($steps | Where-Object { $_.Kind -eq 'Remark' -and $_.Table -eq 'Tax' })[0].Text
        $tax | Should -Match 'all rows +\d+'
        $tax | Should -Match 'fingerprint +\d+'
        $tax | Should -Match 'fee +\d+ +\d+\.\d\d'
    }

    It 'commits all tables or none' {
        $part = Get-ChildItem "$Twin/bucket/data" -Recurse -Filter Tax-* | Select-Object -Last 1
        [System.IO.File]::WriteAllBytes($part.FullName, [byte[]](1, 2, 3))
        $results = Invoke-ContabyxCopy -AllOrNothing -ErrorAction SilentlyContinue
        ($results | Group-Object Run | Where-Object { $_.Group.Status -contains 'Failed' }).Group.Status |
            Sort-Object -Unique | Should -Be Failed
    }
}
