BeforeAll {
    $root = Convert-Path "$PSScriptRoot/../.."
    $template = Get-Content "$root/infra/contabyx.yaml" -Raw
    $code = $template -replace '(?m)^ *# .*\n'
    $settings = [regex]::Matches((Get-Content "$root/config/.env.example" -Raw), '(?m)^#?([A-Z_]+)=').ForEach({ $_.Groups[1].Value })

    # The entries of a section at the top of the template, each with its text.
    function Get-Entry([string]$Section) {
        $text = [regex]::Match($code, "(?ms)^${Section}:\n(.*?)(?=^\w|\z)").Groups[1].Value
        $entries = [ordered]@{}
        foreach ($entry in [regex]::Matches($text, '(?ms)^  (\w+):(.*?)(?=^  \w|\z)')) {
            $entries[$entry.Groups[1].Value] = $entry.Groups[2].Value
        }

        $entries
    }

    function Get-Name([string]$Text, [string]$Pattern) {
        [regex]::Matches($Text, $Pattern).ForEach({ $_.Groups[1].Value }) | Sort-Object -Unique
    }

    $parameters = Get-Entry Parameters
    $conditions = Get-Entry Conditions
    $resources = Get-Entry Resources
    $outputs = Get-Entry Outputs
    $envFile = [regex]::Match($outputs.EnvFile, '(?ms)\|-\n(.*?)\n      - ').Groups[1].Value -replace '(?m)^ +'
}

Describe 'The CloudFormation template' {
    It 'has every section that these rules look at' {
        $parameters.Count, $conditions.Count, $resources.Count, $outputs.Count | Should -Not -Contain 0
        $envFile | Should -Match '(?m)^BUCKET='
        $settings | Should -Contain CONTABYX_WAREHOUSE
    }

    It 'refers only to parameters and resources that it has' {
        $own = Get-Name $code '(?m)^ +- (\w+): !'
        $used = (Get-Name $code '!Ref ([\w:]+)') + (Get-Name $code '!GetAtt (\w+)') + (Get-Name $code '\$\{(\w+)[.}]')
        $used | Where-Object { $_ -notlike 'AWS::*' -and $_ -notin $own } |
            Where-Object { $_ -notin $parameters.Keys -and $_ -notin $resources.Keys } | Should -BeNullOrEmpty
    }

    It 'reads only attributes that the types have' {
        $known = @{
            'AWS::S3::Bucket'                    = 'Arn'
            'AWS::KMS::Key'                      = 'Arn'
            'AWS::IAM::Role'                     = 'Arn'
            'AWS::EC2::SecurityGroup'            = 'GroupId'
            'AWS::RedshiftServerless::Workgroup' = 'Workgroup.WorkgroupArn', 'Workgroup.Endpoint.Address'
            'AWS::Redshift::Cluster'             = 'Endpoint.Address'
        }
        $used = (Get-Name $code '!GetAtt (\w+\.[\w.]+)') + (Get-Name $code '\$\{(\w+\.[\w.]+)\}')
        foreach ($attribute in $used) {
            $name, $path = $attribute -split '\.', 2
            $known[[regex]::Match($resources[$name], 'Type: (\S+)').Groups[1].Value] | Should -Contain $path -Because $attribute
        }
    }

    It 'asks only for conditions that it has' {
        $used = (Get-Name $code '!If \[(\w+)') + (Get-Name $code '!If\n +- (\w+)') + (Get-Name $code '!?Condition:? (\w+)')
        $used | Where-Object { $_ -notin $conditions.Keys } | Should -BeNullOrEmpty
    }

    It 'uses and describes each parameter, and limits its values' {
        foreach ($name in $parameters.Keys) {
            $code | Should -Match "(!Ref |\`$\{)$name\b" -Because $name
            $parameters[$name] | Should -Match '(?m)^    Description: .+' -Because $name
            $parameters[$name] | Should -Match 'AllowedPattern:|AllowedValues:|MaxValue:|Type: .*AWS::' -Because $name
        }
    }

    It 'has defaults that fit their patterns' {
        foreach ($name in $parameters.Keys | Where-Object { $parameters[$_] -match 'AllowedPattern' -and $parameters[$_] -match 'Default: ' }) {
            $default = [regex]::Match($parameters[$name], "Default: '?(.*?)'?\n").Groups[1].Value
            $default | Should -MatchExactly ([regex]::Match($parameters[$name], "AllowedPattern: '(.*)'").Groups[1].Value) -Because $name
        }
    }

    It 'lets <Address> connect: <Allowed>' -ForEach @(
        @{ Address = '203.0.113.7/32'; Allowed = $true }
        @{ Address = '10.20.0.0/16'; Allowed = $true }
        @{ Address = '0.0.0.0/0'; Allowed = $false }
        @{ Address = '10.0.0.0/8'; Allowed = $false }
        @{ Address = '256.0.0.1/32'; Allowed = $false }
        @{ Address = '203.0.113.7'; Allowed = $false }
    ) {
        $pattern = [regex]::Match($parameters.ClientCidr, "AllowedPattern: '(.*)'").Groups[1].Value
        $Address -cmatch $pattern | Should -Be $Allowed
    }

    It 'gives rights to all of a service, or on everything, only where AWS has no narrower form' {
        # Who asks without TLS is refused everything; in the policy of a key, * is that key.
        $wide = foreach ($name in $resources.Keys) {
            [regex]::Matches($resources[$name], "(?m)(Action|Resource|Principal|Service|AWS(?!::)): ?'?(\S*\*)'?`$|- '?([\w-]+:\*|\*)'?`$").ForEach({
                    "$name $($_.Value)"
                })
        }
        $wide | Should -Be "BucketPolicy Principal: '*'", "BucketPolicy Action: 's3:*'", "EncryptionKey Action: 'kms:*'", "EncryptionKey Resource: '*'"
        $resources.BucketPolicy | Should -Match 'Effect: Deny'
        $resources.BucketPolicy | Should -Not -Match 'Effect: Allow'
    }

    It 'gives the rights that README.md names' {
        $readme = Get-Content "$root/README.md" -Raw
        $readme = $readme.Substring($readme.IndexOf('## On AWS'))
        $named = Get-Name $readme '\b((?:s3|kms):[A-Z]\w+)'
        $named.Count | Should -BeGreaterThan 5
        foreach ($right in $named) { $resources.RunnerPolicy | Should -Match "'$right'" }
        foreach ($right in 's3:ListBucket', 's3:GetObject', 'kms:Decrypt') { $resources.CopyRole | Should -Match "'$right'" }
        $resources.CopyRole | Should -Not -Match 's3:Delete'

        # UNLOAD writes the archive, and nothing else.
        [regex]::Matches($resources.CopyRole, "s3:Put\w+'\s+Resource: (.*)").ForEach({ $_.Groups[1].Value }) |
            Should -Be "!Sub '`${Bucket.Arn}/`${Key}/archive/*'"
    }

    It 'leaves the bucket, its key and the rows behind when it is deleted' {
        foreach ($policy in 'DeletionPolicy', 'UpdateReplacePolicy') {
            $resources.Bucket | Should -Match "${policy}: Retain"
            $resources.EncryptionKey | Should -Match "${policy}: Retain"
            $resources.Cluster | Should -Match "${policy}: Snapshot"
        }

        $resources.Namespace | Should -Match 'FinalSnapshotName:'
    }

    It 'holds no password' {
        $code | Should -Not -Match '(?i)password: (?!true)'
        $envFile -split '\n' -match 'PASSWORD' | Should -BeLike '#*PASSWORD='
    }
}

Describe 'The lines for config/.env' {
    It 'are settings that it knows' {
        $names = Get-Name $envFile '(?m)^#?([A-Z_]+)='
        $names | Where-Object { $_ -notin $settings } | Should -BeNullOrEmpty
        $names | Should -Contain CONTABYX_IAM_ROLE
    }

    It 'are the outputs, and each of these has its line' {
        $named = foreach ($name in $outputs.Keys) { [regex]::Match($outputs[$name], "Description: '([A-Z_]+): ").Groups[1].Value }
        $named | Where-Object { $_ } | Sort-Object | Should -Be (Get-Name $envFile '(?m)^([A-Z_]+)=')
    }

    It 'can be read by Connect-Contabyx' {
        . "$PSScriptRoot/Twin.ps1"
        Connect-Twin
        $values = @{
            'AWS::StackName' = 'contabyx'; 'AWS::Region' = 'sa-east-1'; Bucket = 'contabyx-bucket-1a2b'; Key = 'books'; Database = 'dev'
            AdminUser = 'contabyx_admin'; Host = 'contabyx.123456789012.sa-east-1.redshift-serverless.amazonaws.com'
            'CopyRole.Arn' = 'arn:aws:iam::123456789012:role/contabyx-CopyRole-1A2B'
        }
        try {
            [regex]::Replace($envFile, '\$\{(.*?)\}', { $values[$args[0].Groups[1].Value] }) | Set-Content "$Twin/.env"
            $connection = Connect-Contabyx -EnvFile "$Twin/.env" -HomePath $Twin -WarningAction Ignore
            $connection.Bucket | Should -Be s3://contabyx-bucket-1a2b/books
            $connection.Warehouse | Should -Be "redshift://contabyx_admin@$($values.Host):5439/dev"
            $connection.WarehouseSettings.IamRole | Should -Be $values.'CopyRole.Arn'
            $connection.BucketSettings.Region | Should -Be sa-east-1
        }
        finally {
            Remove-Twin
        }
    }
}

Describe 'The commands in <_>' -ForEach 'README.md', 'README.pt-BR.md', 'infra/README.md' {
    It 'give a value to each parameter that has no default, and name parameters and outputs that exist' {
        $text = Get-Content "$root/$_" -Raw
        $deploy = [regex]::Match($text, '(?s)aws cloudformation deploy.*?(?=aws |```)').Value
        $given = Get-Name $deploy '(\w+)='
        $parameters.Keys | Where-Object { $parameters[$_] -notmatch 'Default:' } | Sort-Object | Should -Be $given
        (Get-Name $text "OutputKey=='(\w+)'") | Should -Be EnvFile
        $deploy | Should -Match 'CAPABILITY_IAM\b'
    }
}
