BeforeAll {
    . "$PSScriptRoot/Twin.ps1"
    Connect-Twin
    $null = New-ContabyxBatch -Days 2
    $null = Connect-Contabyx -HomePath $Twin -MaskKey (ConvertTo-SecureString 'a secret for tests, and nothing else' -AsPlainText -Force)
}

AfterAll { Remove-Twin }

Describe 'What is read of tables' {
    It 'is chosen by columns, rows, names and masks, on every cmdlet alike' {
        $what = @{
            Table = 'Clients'; ExcludeColumn = '*nothing*'; Where = 'client_id <= 10'
            Rename = @{ client_id = 'id' }; Mask = @{ '*name' = 'hash' }
        }
        $column = (Export-ContabyxData -Table Clients -WhatIf:$false -Destination "$Twin/look").Schema.Columns.Name
        $what.Where = "$($column[0]) <= 2"
        $what.Rename = @{ $column[0] = 'id' }
        $what.Mask = @{ $column[1] = 'hash' }
        $result = Export-ContabyxData @what | Send-ContabyxUpload | Invoke-ContabyxCopy
        $result.Status | Should -Be Loaded
        $result.Proof | Should -Be Proven
        $result.RowsLoaded | Should -Be 2
        (Compare-ContabyxData @what).Equal | Should -BeTrue
        (Invoke-ContabyxPipeline @what).Status | Should -Be Succeeded
    }

    It 'is a query with a name' {
        $result = Invoke-ContabyxPipeline -Query 'SELECT 1 AS a, 2 AS b' -As Two -Key a
        $result.Status | Should -Be Succeeded
        (Compare-ContabyxData -Query 'SELECT 1 AS a, 2 AS b' -As Two -Key a).SourceRows | Should -Be 1
    }

    It 'leaves tables out' {
        (Export-ContabyxData -Table T* -ExcludeTable Tax* -Destination "$Twin/some").Table | Select-Object -Unique | Should -Be @('TransactionTypes', 'Transactions', 'Transfers')
    }

    It 'refuses what cannot be had, by name' {
        { Export-ContabyxData -Table Tax -Column nothing -Destination "$Twin/a" -ErrorAction Stop } | Should -Throw -ErrorId 'Contabyx.TableRefused,*'
        { Export-ContabyxData -Table Tax -Mask @{ fee = 'Hide' } -Destination "$Twin/b" } | Should -Throw '*Hash, Last4, Null, Redact*'
        { Export-ContabyxData -Query 'SELECT 1 AS a' -Destination "$Twin/c" } | Should -Throw -ErrorId 'MissingMandatoryParameter,*' -Because 'a query needs -As'
    }

    It 'completes columns' {
        $line = 'Export-ContabyxData -Table Tax -ExcludeColumn f'
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Contain 'fee'
    }

    It 'refuses a mask key that is too short, without showing it' {
        { Connect-Contabyx -HomePath $Twin -MaskKey (ConvertTo-SecureString 'short-key' -AsPlainText -Force) } |
            Should -Throw -ErrorId 'Contabyx.Setting,*'
        $Error[0].ToString() | Should -Not -Match 'short-key'
        $connection = Connect-Contabyx -HomePath $Twin -MaskKey (ConvertTo-SecureString 'a secret for tests, and nothing else' -AsPlainText -Force)
        ($connection | Format-List * | Out-String) + ($connection | ConvertTo-Json -Depth 9) | Should -Not -Match 'nothing else'
    }
}
