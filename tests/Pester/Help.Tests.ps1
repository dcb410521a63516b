BeforeDiscovery {
    Import-Module ($env:CONTABYX_MODULE ?? "$PSScriptRoot/../../artifacts/module/Contabyx") -Force
    $common = [System.Management.Automation.Cmdlet]::CommonParameters
    $cmdlets = foreach ($command in Get-Command -Module Contabyx) {
        $help = Get-Help $command.Name -Full
        @{
            Name       = $command.Name
            Help       = $help
            Parameters = @($command.Parameters.Values | Where-Object Name -NotIn $common | ForEach-Object {
                    @{ Cmdlet = $command.Name; Parameter = $_ }
                })
            Examples   = @($help.examples.example | ForEach-Object {
                    @{ Cmdlet = $command.Name; Title = $_.title.Trim('- '); Code = $_.code }
                })
        }
    }
}

Describe 'The help of <Name>' -ForEach $cmdlets {
    It 'has a synopsis in words' {
        # Without help, PowerShell puts the syntax here.
        $Help.Synopsis.Trim() | Should -Match '^[A-Z].*\.$'
    }

    It 'has a description' {
        $Help.description.Text | Should -Not -BeNullOrEmpty
    }

    It 'names the types of its output, as the cmdlet does' {
        $declared = (Get-Command $Name).OutputType.Name
        $Help.returnValues.returnValue.type.name | Should -Be $declared
    }

    It 'has two examples or more, with code and remarks' {
        $Help.examples.example.Count | Should -BeGreaterOrEqual 2
        foreach ($example in $Help.examples.example) {
            $example.code | Should -Not -BeNullOrEmpty
            $example.remarks[0].Text | Should -Not -BeNullOrEmpty
        }
    }

    It 'shows each parameter set of the cmdlet, with its parameters' {
        $sets = (Get-Command $Name).ParameterSets
        $shown = @($Help.syntax.syntaxItem)
        $shown.Count | Should -Be $sets.Count
        $common = [System.Management.Automation.Cmdlet]::CommonParameters
        $spell = { param($names) ($names | Sort-Object) -join ' ' }
        $expected = $sets | ForEach-Object { & $spell ($_.Parameters.Name | Where-Object { $_ -notin $common }) }
        $actual = $shown | ForEach-Object { & $spell $_.parameter.name }
        $actual | Sort-Object | Should -Be ($expected | Sort-Object)
    }

    It 'leads to cmdlets and topics that exist' {
        foreach ($link in $Help.relatedLinks.navigationLink.linkText | Where-Object { $_ -notmatch 'https://' }) {
            @(Get-Help $link -ErrorAction Stop).Count | Should -Be 1 -Because $link
        }
    }

    It 'describes -<Parameter.Name>' -ForEach $Parameters -AllowNullOrEmptyForEach {
        $described = Get-Help $Cmdlet -Parameter $Parameter.Name
        $described.description.Text | Should -Not -BeNullOrEmpty
        $attributes = @($Parameter.Attributes | Where-Object { $_ -is [Parameter] })
        $described.required | Should -Be ([string]$attributes[0].Mandatory)
        $position = if ($attributes[0].Position -ge 0) { [string]$attributes[0].Position } else { 'named' }
        $described.position | Should -Be $position
        $described.pipelineInput -ne 'False' | Should -Be (
            $attributes[0].ValueFromPipeline -or $attributes[0].ValueFromPipelineByPropertyName)
    }

    It 'uses only commands and parameters that exist in "<Title>"' -ForEach $Examples {
        $errors = $null
        $tree = [System.Management.Automation.Language.Parser]::ParseInput($Code, [ref]$null, [ref]$errors)
        $errors | Should -BeNullOrEmpty
        $uses = $tree.FindAll({ $args[0] -is [System.Management.Automation.Language.CommandAst] }, $true)
        $uses.GetCommandName() | Should -Contain $Cmdlet
        foreach ($use in $uses) {
            $command = Get-Command $use.GetCommandName() -ErrorAction Stop
            foreach ($parameter in $use.CommandElements.ParameterName | Where-Object { $_ }) {
                $command.Parameters.Keys | Should -Contain $parameter -Because $use.Extent.Text
            }
        }
    }
}

Describe 'The module' {
    It 'has every cmdlet that its manifest names, so that none is left out here' {
        $manifest = Import-PowerShellDataFile (Join-Path (Get-Module Contabyx).ModuleBase Contabyx.psd1)
        (Get-Command -Module Contabyx).Name | Sort-Object | Should -Be ($manifest.CmdletsToExport | Sort-Object)
    }

    It 'explains itself in about_Contabyx' {
        $topic = Get-Help about_Contabyx
        $topic | Should -Match 'THE FOUR PROMISES'
    }

    It 'names in about_Contabyx each cmdlet' {
        $topic = Get-Help about_Contabyx
        foreach ($cmdlet in (Get-Command -Module Contabyx).Name) {
            $topic | Should -Match $cmdlet
        }
    }

    It 'explains itself in lines of less than 76 columns' {
        $file = Join-Path (Get-Module Contabyx).ModuleBase en-US about_Contabyx.help.txt
        Get-Content $file | Where-Object Length -GE 76 | Should -BeNullOrEmpty
    }
}
