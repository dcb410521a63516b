<#
.SYNOPSIS
Makes the package for the PowerShell Gallery, saves it from a repository into a clean folder, and writes the path of that.
.DESCRIPTION
Nothing has to change in the module after signing, so it can be signed between the build and this: see docs/releasing.md.
.PARAMETER Configuration
Release or Debug.
.PARAMETER NoBuild
Packs the module as it lies in artifacts/module: after signing.
.PARAMETER Target
The folder for the package; it is emptied.
#>
param(
    [string]$Configuration = 'Release',
    [switch]$NoBuild,
    [string]$Target = "$PSScriptRoot/../artifacts/package"
)

$ErrorActionPreference = 'Stop'
$PSNativeCommandUseErrorActionPreference = $true
$root = Split-Path $PSScriptRoot
if (-not $NoBuild) { $null = dotnet build $root/src/Contabyx.PowerShell -c $Configuration -p:Runtime=all }

Remove-Item $Target -Recurse -Force -ErrorAction Ignore
$Target = (New-Item $Target -ItemType Directory).FullName
$saved = (New-Item $Target/saved -ItemType Directory).FullName
Compress-PSResource $root/artifacts/module/Contabyx -DestinationPath $Target
$package = Get-Item $Target/Contabyx.*.nupkg

# Only a repository gives what users get; this one is the folder itself.
# Without a folder for local data, PSResourceGet would write its list of repositories into the current folder.
$null = [Environment]::GetFolderPath('LocalApplicationData', 'Create')
$repository = "Contabyx-$([guid]::NewGuid().ToString('N'))"
Register-PSResourceRepository $repository -Uri $Target -Trusted
try { Save-PSResource Contabyx -Repository $repository -Path $saved }
finally { Unregister-PSResourceRepository $repository }

$installed = Split-Path (Get-Item $saved/Contabyx/*/Contabyx.psd1).FullName
$null = Test-ModuleManifest $installed/Contabyx.psd1
$files = Get-ChildItem $installed -Recurse -File
Write-Host ('{0}: {1:N1} MB, installed {2:N1} MB' -f $package.Name, ($package.Length / 1MB), (($files | Measure-Object Length -Sum).Sum / 1MB))
$files | Sort-Object Length -Descending | Select-Object -First 8 | ForEach-Object {
    Write-Host ('{0,8:N1} MB  {1}' -f ($_.Length / 1MB), [System.IO.Path]::GetRelativePath($installed, $_.FullName))
}

$installed
