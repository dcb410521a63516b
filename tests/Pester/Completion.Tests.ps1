BeforeDiscovery {
    Import-Module ($env:CONTABYX_MODULE ?? "$PSScriptRoot/../../artifacts/module/Contabyx") -Force
    $common = [System.Management.Automation.Cmdlet]::CommonParameters + [System.Management.Automation.Cmdlet]::OptionalCommonParameters
    $parameters = foreach ($command in Get-Command -Module Contabyx) {
        foreach ($parameter in $command.Parameters.Values | Where-Object Name -NotIn $common) {
            @{ Cmdlet = $command.Name; Parameter = $parameter }
        }
    }
}

BeforeAll {
    . "$PSScriptRoot/Twin.ps1"
    Connect-Twin
    $null = New-ContabyxBatch -Days 40

    # PowerShell completes paths itself, for any text.
    $Paths = 'Path', 'LiteralPath', 'Destination', 'EnvFile', 'PlanPath', 'FaultKeyPath', 'HomePath', 'LogPath', 'PowerShellPath'

    # What has no candidates, each with the reason.
    $Free = @{
        Connection          = 'an object, of a variable or the pipeline'
        Batch               = 'an object, of a variable or the pipeline'
        File                = 'an object, of a variable or the pipeline'
        Upload              = 'an object, of a variable or the pipeline'
        Other               = 'is refused'
        Source              = 'an address'
        Bucket              = 'an address'
        Warehouse           = 'an address'
        Endpoint            = 'an address'
        SourceCredential    = 'a secret'
        WarehouseCredential = 'a secret'
        BucketCredential    = 'a secret'
        MaskKey             = 'a secret'
        WarehouseName       = 'a name that only AWS knows'
        IamRole             = 'an ARN that only AWS knows'
        BucketRole          = 'an ARN that only AWS knows'
        KmsKey              = 'an ARN that only AWS knows'
        CopyOption          = 'SQL'
        Query               = 'SQL'
        Where               = 'SQL'
        Command             = 'a script'
        Schema              = 'a new name'
        As                  = 'a new name'
        View                = 'a new name'
        ExternalSchema      = 'a new name'
        DeletedAtColumn     = 'a new name'
        'New-ContabyxJob -Name' = 'a new name'
        Company             = 'a title'
        Tag                 = 'new names and values'
        Lookback            = 'a time span or a number'
        At                  = 'a time of day'
        Every               = 'a time span'
        Within              = 'a time span'
    }

    function Get-Candidate($Line) { @((TabExpansion2 $Line).CompletionMatches.CompletionText) }

    # What has to be asked for has two seconds, which a busy machine may need several of.
    function Get-AskedCandidate($Line, $Expected) {
        for ($i = 0; $i -lt 60; $i++) {
            $found = Get-Candidate $Line
            if ($found -contains $Expected) { break }
        }
        $found
    }
}

AfterAll { Remove-Twin }

Describe 'Completion' {
    It '<Cmdlet> -<Parameter.Name> is completed, or there is a reason why not' -ForEach $parameters {
        $type = $Parameter.ParameterType
        if ($type.IsArray) { $type = $type.GetElementType() }
        $type = [Nullable]::GetUnderlyingType($type) ?? $type
        $completer = $Parameter.Attributes | Where-Object { $_ -is [ArgumentCompleter] }
        $ways = @(
            $type.IsEnum
            $type -in [switch], [bool], [int], [long], [double] -and -not $completer
            $Parameter.Name -in $Paths -and -not $completer
            [bool]$completer
            $Free.ContainsKey($Parameter.Name) -or $Free.ContainsKey("$Cmdlet -$($Parameter.Name)"))
        @($ways -eq $true).Count | Should -Be 1
    }

    It 'offers <Expected> for <Line>' -ForEach @(
        @{ Line = 'Export-ContabyxData -Table Tran'; Expected = 'Transactions' }
        @{ Line = "Export-ContabyxData -Table 'Tran"; Expected = 'Transactions' }
        @{ Line = 'Export-ContabyxData -Compression '; Expected = 'Zstd' }
        @{ Line = 'Export-ContabyxData -Table Clients -Column na'; Expected = 'name' }
        @{ Line = 'Export-ContabyxData -Table Clients -Mask '; Expected = "@{ name = 'Last4' }" }
        @{ Line = 'Export-ContabyxData -Table Clients -Rename '; Expected = "@{ name = 'name' }" }
        @{ Line = 'Initialize-Contabyx -Table Transactions -DistKey cl'; Expected = 'client_id' }
        @{ Line = 'Initialize-Contabyx -Table Transactions -SortKey occ'; Expected = 'occurred_at' }
        @{ Line = 'Get-ContabyxBalance -By M'; Expected = 'Month' }
        @{ Line = 'Get-ContabyxBalance -From Source -FirstDay '; Expected = '2015-07-01' }
        @{ Line = 'Get-ContabyxBalance -From Source -FirstDay 2015-08'; Expected = '2015-08-01' }
        @{ Line = 'Get-ContabyxBalance -From Source -LastDay '; Expected = '2015-08-09' }
        @{ Line = 'Get-ContabyxTransaction -From Source -LastDay '; Expected = '2015-07-31' }
        @{ Line = 'New-ContabyxBatch -FirstDay '; Expected = '2015-08-10' }
        @{ Line = 'New-ContabyxBatch -StartDay '; Expected = '2015-07-01' }
        @{ Line = 'New-ContabyxBatch -Faults '; Expected = 'Emoji' }
        @{ Line = 'Invoke-ContabyxCopy -Mode R'; Expected = 'Replace' }
        @{ Line = 'Get-ContabyxLog -Level W'; Expected = 'Warning' }
        @{ Line = 'Get-ContabyxLoad -Table Cl'; Expected = 'Clients' }
        @{ Line = 'Connect-Contabyx -Region sa-'; Expected = 'sa-east-1' }
        @{ Line = 'Connect-Contabyx -StorageClass STANDARD_'; Expected = 'STANDARD_IA' }
        @{ Line = 'Export-ContabyxReport -Currency BR'; Expected = 'BRL' }
        @{ Line = 'Invoke-ContabyxPipeline -Tab'; Expected = '-Table' }
        @{ Line = 'Invoke-ContabyxPipeline -Notify '; Expected = "@{ Sns = 'arn:aws:sns:REGION:ACCOUNT:TOPIC' }" }
    ) {
        Get-AskedCandidate $Line $Expected | Should -Contain $Expected
    }

    It 'offers today for -Until' {
        Get-Candidate 'New-ContabyxBatch -Until ' | Should -Contain ([datetime]::Today.ToString('yyyy-MM-dd'))
    }

    It 'offers clients of the books by id and by name' {
        $client = (Get-ContabyxBalance -By Client -From Source)[0]
        $first = $client.Name.Split(' ')[0]
        Get-AskedCandidate 'Get-ContabyxBalance -From Source -ClientId ' $client.Key | Should -Contain $client.Key
        Get-AskedCandidate "Get-ContabyxBalance -From Source -ClientId '$first" $client.Key | Should -Contain $client.Key
    }

    It 'offers the runs that the log knows, their days and their jobs' {
        Set-Content "$TestDrive/nightly.job.psd1" "@{ Tables = @('Clients') }"
        Push-Location $TestDrive
        try {
            $null = Invoke-ContabyxPipeline -Job nightly.job.psd1
            $job = (Get-ContabyxRun -Last 1).Job
        }
        finally { Pop-Location }
        $run = (Invoke-ContabyxPipeline -Days 1).Tables[0].Run
        Get-Candidate 'Invoke-ContabyxCopy -Redrive ' | Should -Contain $run
        Get-Candidate 'Get-ContabyxLoadError -Run 20' | Should -Contain $run
        Get-Candidate 'Get-ContabyxRun -Day ' | Should -Contain ([datetime]::Now.ToString('yyyy-MM-dd'))
        $job | Should -Not -BeNullOrEmpty
        Get-Candidate 'Get-ContabyxRun -Job ' | Should -Be $job
    }

    # Windows does not read this variable.
    It 'offers the day of a run that this machine has, which finds the run' -Skip:$IsWindows {
        $run = (Invoke-ContabyxPipeline -Days 1).Tables[0].Run
        $zone = $env:TZ
        try {
            $env:TZ = [datetime]::UtcNow.Hour -ge 12 ? 'Etc/GMT-14' : 'Etc/GMT+12'
            [System.TimeZoneInfo]::ClearCachedData()
            [datetime]::Today | Should -Not -Be ([datetime]::UtcNow.Date)
            $day = @(Get-Candidate 'Get-ContabyxRun -Day ')[0]
            $day | Should -Be ([datetime]::Today.ToString('yyyy-MM-dd'))
            (Get-ContabyxRun -Day $day).Run | Should -Contain $run
        }
        finally {
            $env:TZ = $zone
            [System.TimeZoneInfo]::ClearCachedData()
        }
    }

    It 'offers job files and folders, and no other files' {
        $folder = New-Item "$TestDrive/files/inner folder" -ItemType Directory
        'contabyx.job.psd1', 'my night.job.psd1', 'other.psd1', 'notes.txt' | ForEach-Object { Set-Content "$($folder.Parent)/$_" '' }
        Push-Location $folder.Parent
        try {
            $found = Get-Candidate 'Invoke-ContabyxPipeline -Job '
            Get-Candidate 'Test-ContabyxJob con' | Should -Be (Join-Path . contabyx.job.psd1)
        }
        finally { Pop-Location }
        $found | Should -Be @((Join-Path . contabyx.job.psd1), "'$(Join-Path . 'inner folder')'", "'$(Join-Path . 'my night.job.psd1')'")
    }

    It 'offers the profiles of the AWS files that AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE name' {
        Set-Content "$TestDrive/config" @'
[profile region only]
region = sa-east-1
[profile work]
role_arn = arn:aws:iam::123456789012:role/loader
source_profile = ci
[profile my sso]
sso_start_url = https://example.awsapps.com/start
sso_region = sa-east-1
sso_account_id = 123456789012
sso_role_name = loader
'@
        Set-Content "$TestDrive/credentials" "[ci]`naws_access_key_id = AKIAEXAMPLE`naws_secret_access_key = x"
        $kept = $env:AWS_CONFIG_FILE, $env:AWS_SHARED_CREDENTIALS_FILE
        $env:AWS_CONFIG_FILE, $env:AWS_SHARED_CREDENTIALS_FILE = "$TestDrive/config", "$TestDrive/credentials"
        try { $found = Get-Candidate 'Connect-Contabyx -ProfileName ' }
        finally { $env:AWS_CONFIG_FILE, $env:AWS_SHARED_CREDENTIALS_FILE = $kept }
        $found | Should -Be 'ci', "'my sso'", 'work'
    }

    It 'offers ODBC data sources' -Skip:$IsWindows {
        '[ODBC Data Sources]', 'Redshift = Amazon', '[Redshift]', 'Host = h', '[Two words]', 'Host = i', '[ODBC]', 'Trace = no' |
            Set-Content "$TestDrive/odbc.ini"
        $kept = $env:ODBCINI
        $env:ODBCINI = "$TestDrive/odbc.ini"
        try { $found = Get-Candidate 'Connect-Contabyx -WarehouseDsn ' }
        finally { $env:ODBCINI = $kept }
        $found | Select-Object -First 2 | Should -Be 'Redshift', "'Two words'"
        $found | Should -Not -Contain 'ODBC'
    }
}

Describe 'Completion of secrets' {
    BeforeAll {
        # Like Microsoft.PowerShell.SecretManagement and two extension vaults: one answers, one asks for its password.
        $vaults = "$TestDrive/vaults"
        function New-Vault($Name, $Body) {
            $folder = New-Item "$vaults/$Name/$Name.Extension" -ItemType Directory
            $parameters = '$Filter, $VaultName, $AdditionalParameters'
            Set-Content "$folder/$Name.Extension.psm1" "function Get-SecretInfo { param($parameters) $Body }"
            New-ModuleManifest "$folder/$Name.Extension.psd1" -RootModule "$Name.Extension.psm1" -FunctionsToExport 'Get-SecretInfo'
            New-ModuleManifest "$vaults/$Name/$Name.psd1" -NestedModules "./$Name.Extension" -FunctionsToExport @()
            "[pscustomobject]@{ Name = '$Name vault'; ModuleName = '$Name'; ModulePath = '$vaults/$Name'; " +
                "VaultParameters = @{ Prefix = 'db' } }"
        }

        $open = New-Vault Open ('foreach ($name in "-source", "-mail") { ' +
            '[pscustomobject]@{ Name = $AdditionalParameters.Prefix + $name; VaultName = $VaultName } }')
        $locked = New-Vault Locked '$null = Read-Host "Password"; [pscustomobject]@{ Name = "never" }'
        $null = New-Item "$vaults/Register" -ItemType Directory
        Set-Content "$vaults/Register/Register.psm1" "function Get-SecretVault { [CmdletBinding()] param() $locked; $open }"
        New-ModuleManifest "$vaults/Register/Register.psd1" -RootModule Register.psm1 -FunctionsToExport Get-SecretVault
        $kept = $env:PSModulePath
        $env:PSModulePath = $vaults + [System.IO.Path]::PathSeparator + $kept
    }

    AfterAll { $env:PSModulePath = $kept }

    It 'offers vaults' {
        Get-AskedCandidate 'Register-ContabyxTask -Vault ' "'Open vault'" | Should -Be "'Locked vault'", "'Open vault'"
    }

    It 'offers secrets, and asks for no password of a locked vault' {
        Get-AskedCandidate 'Register-ContabyxTask -SourceSecret ' 'db-source' | Should -Be 'db-mail', 'db-source'
        Get-AskedCandidate "Register-ContabyxTask -Vault 'Open vault' -WarehouseSecret db-m" 'db-mail' | Should -Be 'db-mail'
        $null = Get-AskedCandidate 'Register-ContabyxTask -SourceSecret ' 'db-source'
        Get-Candidate "Register-ContabyxTask -Vault 'Locked vault' -WarehouseSecret db" | Should -Not -Contain 'db-mail'
    }

    It 'offers a webhook for each secret' {
        $expected = "@{ Webhook = 'secret:db-mail' }"
        Get-AskedCandidate 'Invoke-ContabyxPipeline -Notify ' $expected | Should -Contain $expected
    }
}

Describe 'Completion without an answer' {
    It 'offers no names, no error and no output when <What>' -ForEach @(
        @{ What = 'the server refuses'; Line = 'Export-ContabyxData -Connection $bad -Table ' }
        @{ What = 'there are no books'; Line = 'Get-ContabyxBalance -Connection $bad -ClientId ' }
        @{ What = 'there are no days'; Line = 'Get-ContabyxBalance -Connection $bad -FirstDay ' }
        @{ What = 'there is no log'; Line = 'Get-ContabyxRun -Connection $bad -Day ' }
    ) {
        $bad = Connect-Contabyx -Source mysql://nobody@127.0.0.1:1/x -Bucket s3://nowhere/x -Region us-east-1 `
            -Warehouse redshift://nobody@127.0.0.1:1/x -HomePath "$TestDrive/empty"
        $null = Connect-Contabyx -HomePath $Twin
        $global:Error.Clear()
        $printed = & { Get-Candidate $Line } *>&1
        $global:Error.Count | Should -Be 0
        $printed | Should -BeNullOrEmpty
    }
}
