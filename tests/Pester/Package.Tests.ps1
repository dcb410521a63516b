BeforeAll {
    $module = Convert-Path "$PSScriptRoot/../../artifacts/module/Contabyx"
    $package = Join-Path $TestDrive package
    $saved = & "$PSScriptRoot/../../module/Pack.ps1" -NoBuild -Target $package 6>$null

    function Get-RelativeFile([string]$Folder) {
        Get-ChildItem $Folder -Recurse -File | ForEach-Object { [System.IO.Path]::GetRelativePath($Folder, $_.FullName) } | Sort-Object
    }
}

Describe 'The package' {
    It 'brings the files of the built module and no others' {
        Get-RelativeFile $saved | Should -Be (Get-RelativeFile $module)
    }

    # Elsewhere the folder of a user's modules cannot be set for one process.
    It 'is installed from a folder repository, imported by its name, and runs the main job' -Skip:(-not $IsLinux) {
        $before = $env:HOME, $env:XDG_DATA_HOME
        try {
            $env:HOME = $TestDrive
            $env:XDG_DATA_HOME = Join-Path $TestDrive .local/share
            $output = dotnet "$PSHOME/pwsh.dll" -NoProfile -NonInteractive -Command @"
`$null = [Environment]::GetFolderPath('LocalApplicationData', 'Create')
Register-PSResourceRepository Folder -Uri '$package' -Trusted
Install-PSResource Contabyx -Repository Folder
Import-Module Contabyx
(Get-Module Contabyx).ModuleBase
`$null = Connect-Contabyx -HomePath '$TestDrive/home'
New-ContabyxBatch -Days 1 | Export-ContabyxData | Send-ContabyxUpload | Invoke-ContabyxCopy | ForEach-Object { "`$(`$_.Status)" }
"@ 2>&1
        }
        finally {
            $env:HOME, $env:XDG_DATA_HOME = $before
        }

        $output[0] | Should -BeLike "$TestDrive/.local/share/powershell/Modules/Contabyx/*"
        $output | Select-Object -Skip 1 | Should -Be (@('Loaded') * 8)
    }
}
