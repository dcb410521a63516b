BeforeAll {
    $modules = Convert-Path "$PSScriptRoot/../../artifacts/module"
    $manifest = Import-PowerShellDataFile $modules/Contabyx/Contabyx.psd1
    $package = Join-Path $TestDrive package
    $saved = & "$PSScriptRoot/../../module/Pack.ps1" -NoBuild -Target $package 6>$null
    $twin = "$package/saved/Contabyx.Twin/$($manifest.ModuleVersion)"

    function Get-RelativeFile([string]$Folder) {
        Get-ChildItem $Folder -Recurse -File -Force | ForEach-Object { [System.IO.Path]::GetRelativePath($Folder, $_.FullName) } | Sort-Object
    }

    # Runs lines in a pwsh of its own that has a home of its own, with no repository but a folder of the packages.
    function Invoke-User([string]$UserHome, [string]$Command) {
        $before = $env:HOME, $env:XDG_DATA_HOME, $env:PSModulePath, $env:CONTABYX_HOME
        try {
            $env:HOME = $UserHome
            $env:XDG_DATA_HOME = Join-Path $UserHome .local/share
            $env:PSModulePath = $null
            $env:CONTABYX_HOME = Join-Path $UserHome twin
            $null = New-Item $env:XDG_DATA_HOME -ItemType Directory -Force
            $repository = "Register-PSResourceRepository Folder -Uri '$package' -Trusted -Force; Unregister-PSResourceRepository PSGallery -ErrorAction Ignore"
            dotnet "$PSHOME/pwsh.dll" -NoProfile -NonInteractive -OutputFormat Text -Command "$repository`n$Command" 2>&1
        }
        finally {
            $env:HOME, $env:XDG_DATA_HOME, $env:PSModulePath, $env:CONTABYX_HOME = $before
        }
    }
}

Describe 'The package' {
    It 'brings the files of the built module and no others, but for the native libraries' {
        $native = Join-Path deps runtimes ''
        Get-RelativeFile $saved | Should -Be (Get-RelativeFile $modules/Contabyx | Where-Object { -not $_.StartsWith($native) })
        $libraries = Get-RelativeFile $modules/Contabyx | Where-Object { $_.StartsWith($native) } | ForEach-Object { $_.Substring(5) }
        $libraries | Should -Not -BeNullOrEmpty
        Get-RelativeFile $twin | Should -Be (@(Get-RelativeFile $modules/Contabyx.Twin) + $libraries | Sort-Object)
    }

    It 'is under 15 MB installed' {
        (Get-ChildItem $saved -Recurse -File -Force | Measure-Object Length -Sum).Sum | Should -BeLessThan 15MB
    }

    It 'brings <_>' -ForEach 'LICENSE', 'THIRD-PARTY-NOTICES.md', 'README.md', 'README.pt-BR.md', 'config/.env.example', 'sql/redshift/load.sql' {
        "$saved/$_" | Should -Exist
    }

    It 'names each library of others in its notices' {
        $notices = Get-Content $saved/THIRD-PARTY-NOTICES.md -Raw
        $files = Get-ChildItem $saved/deps, $twin/runtimes -Recurse -File -Include *.dll, *.so, *.dylib
        foreach ($file in $files.Name -notlike 'Contabyx*') { $notices | Should -Match ([regex]::Escape("``$file``")) }
    }

    It 'has the twin in the same version' {
        (Import-PowerShellDataFile $twin/Contabyx.Twin.psd1).ModuleVersion | Should -Be $manifest.ModuleVersion
        [System.Reflection.AssemblyName]::GetAssemblyName("$saved/Contabyx.dll").Version.ToString(3) | Should -Be $manifest.ModuleVersion
    }

    It 'says in its tags which cmdlets it has' {
        $tags = $manifest.PrivateData.PSData.Tags
        $tags -like 'PSCmdlet_*' | Should -Be ($manifest.CmdletsToExport -replace '^', 'PSCmdlet_')
        $tags -like 'PSCommand_*' | Should -Be ($manifest.CmdletsToExport -replace '^', 'PSCommand_')
    }
}

# Elsewhere the folder of a user's modules cannot be set for one process.
Describe 'Contabyx, installed alone' -Skip:(-not $IsLinux) {
    BeforeAll {
        $user = Join-Path $TestDrive user
        $installed = Invoke-User $user @'
Install-PSResource Contabyx -Repository Folder
(Find-PSResource -CommandName New-ContabyxBatch -Repository Folder).Names
Import-Module Contabyx
(Get-Module Contabyx).ModuleBase
'@
    }

    It 'is found by its cmdlets and imported by its name' {
        $installed | Should -Be 'New-ContabyxBatch', "$user/.local/share/powershell/Modules/Contabyx/$($manifest.ModuleVersion)"
    }

    It 'checks MySQL and Redshift without the twin' {
        $output = Invoke-User $user @'
$null = Connect-Contabyx -Source mysql://loader@127.0.0.1:1/books -Bucket s3://bucket/key -Warehouse redshift://loader@127.0.0.1:1/dev
Test-ContabyxConnection Source, Warehouse | ForEach-Object { "$($_.Part) $($_.Check)" }
'@
        $output | Should -Contain 'Source Reachable'
        $output | Should -Contain 'Warehouse Login'
        $output -match 'Twin|DuckDB' | Should -BeNullOrEmpty
    }

    It 'names the one command that brings the twin, and runs the main job after it in the same session' {
        $output = Invoke-User $user @'
try { New-ContabyxBatch -Days 1 -ErrorAction Stop } catch { $refused = $_ }
$refused.FullyQualifiedErrorId -replace ',.*'
"$($refused.CategoryInfo.Category)"
$advice = $refused.ErrorDetails.RecommendedAction
@(Test-ContabyxConnection | Where-Object Advice -EQ $advice).Check
$command = $advice -replace '^.*: (?=Install-PSResource)'
$command
Invoke-Expression $command
New-ContabyxBatch -Days 1 | Export-ContabyxData | Send-ContabyxUpload | Invoke-ContabyxCopy | ForEach-Object { "$($_.Status)" }
'@
        $command = "Install-PSResource Contabyx.Twin -Version $($manifest.ModuleVersion)"
        $output | Should -Be (@('Contabyx.TwinNotInstalled', 'NotInstalled', 'Installed', 'Installed', $command) + @('Loaded') * 8)
    }

    It 'asks for the twin again when its library is broken' {
        $library = "$user/.local/share/powershell/Modules/Contabyx.Twin/*/runtimes/*/native/libduckdb.so" | Convert-Path
        Set-Content $library 'not a library'
        $output = Invoke-User $user @'
try { New-ContabyxBatch -Days 1 -ErrorAction Stop } catch { $_.ErrorDetails.RecommendedAction }
'@
        $output | Should -Be "Install it again: Install-PSResource Contabyx.Twin -Version $($manifest.ModuleVersion) -Reinstall"
    }
}
