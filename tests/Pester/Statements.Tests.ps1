BeforeAll {
    . "$PSScriptRoot/Twin.ps1"
    Connect-Twin
}

AfterAll { Remove-Twin }

Describe 'The statements of a load' {
    It 'are shown with their times by -Verbose' {
        $lines = Invoke-ContabyxPipeline -Days 1 -Verbose 4>&1 | Where-Object { $_ -is [System.Management.Automation.VerboseRecord] }
        $lines -match '^ +\d+\.\d s  INSERT INTO "Tax" \("tax_id"' | Should -HaveCount 1
        $lines | Where-Object { "$_" -match '^ +\d+\.\d s  ' -and "$_".Length -gt 120 } | Should -BeNullOrEmpty
    }

    It 'are shown whole by -Debug, which asks nothing' {
        $lines = Invoke-ContabyxPipeline -Days 1 -Debug 5>&1 | Where-Object { $_ -is [System.Management.Automation.DebugRecord] }
        $lines -match '(?s)^INSERT INTO "Tax" .* FROM "contabyx_stage_Tax"$' | Should -HaveCount 1
    }

    It 'are not shown otherwise' {
        Invoke-ContabyxPipeline -Days 1 *>&1 | Should -BeOfType ([Contabyx.ContabyxPipelineResult])
    }
}
