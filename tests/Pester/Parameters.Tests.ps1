BeforeDiscovery {
    . "$PSScriptRoot/Twin.ps1"
    $Commands = Get-Command -Module Contabyx -CommandType Cmdlet | ForEach-Object { @{ Name = $_.Name; Command = $_ } }
}

BeforeAll { . "$PSScriptRoot/Twin.ps1" }

Describe 'The parameters of <Name>' -ForEach $Commands {
    BeforeAll {
        function Test-Wildcards($parameter) { @($parameter.Attributes | Where-Object { $_ -is [SupportsWildcards] }).Count -gt 0 }
        $Given = $Command.Parameters
    }

    It 'take several tables, with wildcards, wherever they take tables' {
        foreach ($name in 'Table', 'ExcludeTable' | Where-Object { $Given.ContainsKey($_) }) {
            # Rows leave a table for the archive, and come back, only by the table's whole name.
            $ByName = $Command.Noun -eq 'ContabyxArchive' -and $Command.Verb -ne 'Get'
            $Given[$name].ParameterType | Should -Be ($Command.Verb -eq 'Restore' ? [string] : [string[]])
            Test-Wildcards $Given[$name] | Should -Be (-not $ByName)
        }
    }

    It 'have -LiteralPath beside a -Path that takes wildcards, and only there' {
        $wild = $Given.ContainsKey('Path') -and (Test-Wildcards $Given.Path)
        $Given.ContainsKey('LiteralPath') | Should -Be $wild
        if ($wild) {
            Test-Wildcards $Given.LiteralPath | Should -BeFalse
            $Given.LiteralPath.Aliases | Should -Contain 'PSPath'
            $Given.LiteralPath.ParameterType | Should -Be $Given.Path.ParameterType
        }
    }

    It 'take the connection from the pipeline, itself and as a property' {
        if ($Name -notmatch '^(Connect-Contabyx|Get-ContabyxConnection|(Get|Start|Enable|Disable|Unregister)-ContabyxTask)$') {
            $Given.Connection.ParameterType.Name | Should -Be ContabyxConnection
            foreach ($set in $Given.Connection.ParameterSets.Values) {
                $set.ValueFromPipeline | Should -BeTrue
                $set.ValueFromPipelineByPropertyName | Should -BeTrue
            }
        }
    }

    It 'take the run from the pipeline as a property, wherever one is selected' {
        if ($Given.ContainsKey('Run')) {
            Test-Wildcards $Given.Run | Should -BeTrue
            $Given.Run.Attributes.ValueFromPipelineByPropertyName | Should -Contain $true
        }
    }

    It 'go with declared outputs, except where nothing is written' {
        @($Command.OutputType).Count -gt 0 | Should -Be ($Name -notin 'Remove-ContabyxRun', 'Unregister-ContabyxTask')
    }

    # The address of the repository is put into the manifest when the module is published: docs/releasing.md.
    It 'have online help exactly if the manifest has an address' {
        $project = (Get-Module Contabyx).ProjectUri
        if ($project) { $Command.HelpUri | Should -BeLike "$project*" } else { $Command.HelpUri | Should -BeNullOrEmpty }
    }
}

Describe 'What a cmdlet writes' {
    BeforeAll { Connect-Twin }
    AfterAll { Remove-Twin }

    It 'is written one by one, and of a declared type: <_>' -ForEach @(
        'New-ContabyxBatch -Days 2', 'Export-ContabyxData *', 'Export-ContabyxData T* | Send-ContabyxUpload', 'Invoke-ContabyxCopy -WhatIf'
        'Invoke-ContabyxCopy', 'Invoke-ContabyxPipeline -Days 1', 'Invoke-ContabyxPipeline -Days 1 -AsJson', 'Get-ContabyxLoad', 'Get-ContabyxRun'
        'Get-ContabyxTable', 'Get-ContabyxLog', 'Compare-ContabyxData', 'Get-ContabyxBalance', 'Get-ContabyxBalance -By Day'
        'Get-ContabyxTransaction', 'Get-ContabyxConnection', 'Test-ContabyxConnection', 'Test-ContabyxConnection -Quiet'
        'Initialize-Contabyx', 'Export-ContabyxReport "$Twin/r.html"', 'New-ContabyxJob "$Twin/x.job.psd1"', 'Test-ContabyxJob "$Twin/x.job.psd1"'
    ) {
        $seen = [System.Collections.Generic.List[object]]::new()
        Invoke-Expression "$_ -OutVariable kept" | ForEach-Object { $seen.Add($_) }
        $seen.Count | Should -BeGreaterThan 0
        $kept.Count | Should -Be $seen.Count
        $cmdlet = Get-Command ($_ -split ' \| ')[-1].Split(' ')[0]
        $seen | ForEach-Object { $_.GetType().FullName } | Sort-Object -Unique | Should -BeIn $cmdlet.OutputType.Name
    }

    It 'may be a job that is checked at once' {
        New-ContabyxJob "$Twin/piped.job.psd1" | Test-ContabyxJob | Select-Object -First 1 -ExpandProperty Job | Should -Be piped
    }
}
