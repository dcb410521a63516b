BeforeAll {
    . "$PSScriptRoot/Twin.ps1"
    Connect-Twin
}

AfterAll { Remove-Twin }

Describe 'Get-ContabyxConnection' {
    It 'shows the twin where nothing was connected' {
        $shown = pwsh -NoProfile -NonInteractive -Command "Import-Module '$Module'; (Get-ContabyxConnection).Warehouse"
        $shown | Should -Match '^duckdb:.*warehouse.duckdb$'
    }

    It 'opens nothing' {
        (Get-ContabyxConnection).LogPath | Should -BeLike "$Twin*"
        Get-ChildItem $Twin | Should -BeNullOrEmpty
    }
}
