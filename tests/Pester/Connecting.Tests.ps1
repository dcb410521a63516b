# Never the wrong place: which connection holds, where none was made, after one that failed, and in other runspaces.
# Each case runs in a process of its own, since what one session connects to is remembered by all of its process.
BeforeAll {
    . "$PSScriptRoot/Twin.ps1"
    Connect-Twin
    $pwsh = (Get-Command pwsh -CommandType Application)[0].Source

    function Invoke-Fresh([string]$Script) {
        $text = "`$ErrorActionPreference = 'Continue'; `$env:CONTABYX_HOME = '$Twin/fresh'; Set-Location '$Twin'; Import-Module '$Module'`n$Script"
        $encoded = [Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes($text))
        & $pwsh -NoProfile -NonInteractive -OutputFormat Text -EncodedCommand $encoded 2>&1 | Out-String -Width 500
    }

    # The first line of the user's script fails; the second must not work on the twin.
    function Get-SecondErrorId([string]$First) {
        Invoke-Fresh "$First`ntry { `$null = New-ContabyxBatch -Days 1 -ErrorAction Stop; 'worked' } catch { `$_.FullyQualifiedErrorId }"
    }
}

AfterAll { Remove-Twin }

Describe 'After a Connect-Contabyx that failed' {
    It 'every cmdlet refuses: <First>' -ForEach @(
        @{ First = 'Connect-Contabyx -EnvFile ./missing.env' }
        @{ First = "Set-Content empty.env ''; Connect-Contabyx -EnvFile ./empty.env" }
        @{ First = "Set-Content nothing.env '# PASSWORD=x'; Connect-Contabyx -EnvFile ./nothing.env" }
        @{ First = 'Connect-Contabyx -EnvFile $env:NOT_SET' }
        @{ First = 'Connect-Contabyx -ReaderCount 99' }
        @{ First = 'Connect-Contabyx -ReaderCount many' }
        @{ First = 'Connect-Contabyx -Encryption Whatever' }
        @{ First = 'Connect-Contabyx -Source oracle://x' }
        @{ First = 'Connect-Contabyx -Sauce mysql://h/d' }
        @{ First = 'Connect-Contabyx -WarehouseDsn Nowhere' }
        @{ First = "`$null = Connect-Contabyx -HomePath '.'; Connect-Contabyx -EnvFile ./missing.env" }
    ) {
        Get-SecondErrorId $First | Should -Match 'Contabyx\.NotConnected'
        "$Twin/fresh/source.duckdb" | Should -Not -Exist
    }

    It 'each cmdlet that works on a connection is one of them' {
        $shown = Invoke-Fresh @'
Connect-Contabyx -EnvFile ./missing.env -ErrorAction SilentlyContinue -ErrorVariable ignored
$own = 'Connect-Contabyx', 'Get-ContabyxTask', 'Start-ContabyxTask', 'Enable-ContabyxTask', 'Disable-ContabyxTask', 'Unregister-ContabyxTask'
$arguments = @{ Path = './Clients.csv'; Table = 'Clients'; Name = 'x'; Days = 1; Run = 'x'; Year = 2015 }
Set-Content ./Clients.csv 'a'
Set-Content ./night.job.psd1 "@{ Tables = 'Clients' }"
foreach ($cmdlet in Get-Command -Module Contabyx -CommandType Cmdlet | Where-Object Name -NotIn $own) {
    $given = @{}
    foreach ($name in $arguments.Keys | Where-Object { $cmdlet.Parameters.ContainsKey($_) }) { $given[$name] = $arguments[$name] }
    if ($cmdlet.Parameters.ContainsKey('Days')) { $given.Remove('Table') }
    if ($cmdlet.Name -eq 'Test-ContabyxJob') { $given.Path = './night.job.psd1' }
    try { $null = & $cmdlet.Name @given -ErrorAction Stop; "WORKED $($cmdlet.Name)" }
    catch { if ($_.FullyQualifiedErrorId -notlike 'Contabyx.NotConnected,*') { "OTHER $($cmdlet.Name) $_" } }
}
'done'
'@
        $shown | Should -Not -Match 'WORKED|OTHER'
        $shown | Should -Match 'done'
    }

    It 'one that succeeds ends it, and so does -Twin' {
        Invoke-Fresh "Connect-Contabyx -EnvFile ./missing.env; `$null = Connect-Contabyx -Twin; (Get-ContabyxConnection).Source" |
            Should -Match 'duckdb:.*fresh.source.duckdb'
    }

    It 'a connection that is given works all the same' {
        Invoke-Fresh "`$good = Connect-Contabyx -HomePath ./given; Connect-Contabyx -EnvFile ./missing.env; (New-ContabyxBatch -Connection `$good).Source" |
            Should -Match 'duckdb:.*given.source.duckdb'
    }

    It 'completion does not take a connection away' {
        Invoke-Fresh "`$null = Connect-Contabyx -HomePath ./kept; `$null = TabExpansion2 'Connect-Contabyx -En'; `$null = TabExpansion2 'Connect-Contabyx -Region s'; (Get-ContabyxConnection).Source" |
            Should -Match 'duckdb:.*kept.source.duckdb'
    }
}

Describe 'Where nothing was connected' {
    It 'environment variables that name a server by halves are refused: <Name>' -ForEach @(
        @{ Name = 'PASSWORD' }, @{ Name = 'BUCKET' }, @{ Name = 'KEY' }, @{ Name = 'CONTABYX_SOURCE_PASSWORD' }, @{ Name = 'CONTABYX_PROFILE' }
    ) {
        Get-SecondErrorId "`$env:$Name = 'marked-secret'" | Should -Match 'Contabyx\.Setting,'
        Invoke-Fresh "`$env:$Name = 'marked-secret'; (Connect-Contabyx -Twin).Source" | Should -Match 'duckdb:'
    }

    It 'the three lines of the course mean MySQL here, that bucket and the data source Redshift' {
        Set-Content "$Twin/odbc.ini" "[Redshift]`nHost=dwh.example`nDatabase=dev`nUID=loader`nPWD=marked-secret"
        Set-Content "$Twin/three.env" "PASSWORD=marked-secret`nBUCKET=my-bucket`nKEY=books"
        $shown = Invoke-Fresh "`$env:ODBCINI = '$Twin/odbc.ini'; Connect-Contabyx -EnvFile ./three.env"
        $shown | Should -Match 'mysql://root@127\.0\.0\.1:3306/contabyx'
        $shown | Should -Match 's3://my-bucket/books'
        $shown | Should -Match 'redshift://loader@dwh\.example:5439/dev'
        $shown | Should -Not -Match 'marked-secret'
    }
}

Describe 'In other runspaces of the process' {
    BeforeAll { $away = 'Connect-Contabyx -HomePath ./away' }

    It 'a thread job refuses rather than taking the twin, and says how' {
        Invoke-Fresh "`$null = $away; Start-ThreadJob { Import-Module '$Module'; Get-ContabyxLoad } | Receive-Job -Wait -AutoRemoveJob" |
            Should -Match '-Connection \$using:connection'
    }

    It 'a parallel block refuses rather than taking the twin' {
        $shown = Invoke-Fresh "`$null = $away; 1..2 | ForEach-Object -Parallel { Import-Module '$Module'; New-ContabyxBatch }"
        $shown | Should -Match 'is connected to duckdb:.*away'
        "$Twin/fresh/source.duckdb" | Should -Not -Exist
    }

    It 'a parallel block refuses when the connect in front of it failed' {
        Invoke-Fresh "Connect-Contabyx -EnvFile ./missing.env; 1 | ForEach-Object -Parallel { Import-Module '$Module'; New-ContabyxBatch }" |
            Should -Match 'failed to connect'
    }

    It 'a connection that is handed over works' {
        Invoke-Fresh "`$connection = $away; 1 | ForEach-Object -Parallel { Import-Module '$Module'; (New-ContabyxBatch -Connection `$using:connection).Source }" |
            Should -Match 'duckdb:.*away.source.duckdb'
    }
}

Describe 'A connection from the pipeline' {
    It 'is worked on, each in turn' {
        $one, $two = 'one', 'two' | ForEach-Object { Connect-Contabyx -HomePath "$Twin/$_" }
        $null = Connect-Contabyx -HomePath $Twin
        ($one, $two | New-ContabyxBatch).Source | Should -Be $one.Source, $two.Source
        ($one, $two | Export-ContabyxData -Table Clients | Select-Object -ExpandProperty Source) | Should -Be $one.Source, $two.Source
        ($one, $two | Test-ContabyxConnection -Quiet) | Should -Be $true, $true
        ([pscustomobject]@{ Connection = $two } | Get-ContabyxBalance -From Source).ReadFrom | Should -Be $two.Source
    }

    It 'loads what waits there, and files of another bucket are not passed off' {
        $one = Connect-Contabyx -HomePath "$Twin/one"
        $null = Export-ContabyxData Clients | Send-ContabyxUpload
        $null = Connect-Contabyx -HomePath $Twin
        $loaded = $one | Invoke-ContabyxCopy
        $loaded[0].Warehouse, $loaded[0].Source | Should -Be $one.Warehouse, $one.Source
        { Export-ContabyxData Clients -Connection $one | Send-ContabyxUpload -Connection $one | Invoke-ContabyxCopy } |
            Should -Throw -ErrorId 'Contabyx.Address,*'
    }
}

Describe 'Results name source and warehouse' {
    It 'in their default views' {
        $here = Connect-Contabyx -HomePath "$Twin/named"
        $loads = New-ContabyxBatch | Export-ContabyxData | Send-ContabyxUpload | Invoke-ContabyxCopy
        ($loads | Out-String -Width 500) | Should -Match ([regex]::Escape($here.Source))
        ($loads | Out-String -Width 500) | Should -Match ([regex]::Escape($here.Warehouse))
        (Compare-ContabyxData | Out-String -Width 500) | Should -Match ([regex]::Escape($here.Warehouse))
        (Get-ContabyxLoad | Out-String -Width 500) | Should -Match ([regex]::Escape($here.Warehouse))
        (Get-ContabyxBalance | Out-String -Width 500) | Should -Match ([regex]::Escape($here.Warehouse))
        (Export-ContabyxData Clients | Out-String -Width 500) | Should -Match ([regex]::Escape($here.Source))
        (Invoke-ContabyxPipeline -Days 1 | Out-String -Width 500) | Should -Match ([regex]::Escape($here.Warehouse))
    }
}
