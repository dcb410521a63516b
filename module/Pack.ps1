<#
.SYNOPSIS
Makes the packages for the PowerShell Gallery, saves them from a repository into a clean folder, and writes the path of Contabyx.
.DESCRIPTION
There are two: Contabyx without native libraries, and Contabyx.Twin with those of DuckDB, which only the embedded twin needs.
Nothing has to change in the modules after signing, so they can be signed between the build and this: see docs/releasing.md.
.PARAMETER Configuration
Release or Debug.
.PARAMETER NoBuild
Packs the modules as they lie in artifacts/module: after signing.
.PARAMETER Target
The folder for the packages; it is emptied.
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
$parts = (New-Item $Target/parts -ItemType Directory).FullName
Copy-Item $root/artifacts/module/Contabyx, $root/artifacts/module/Contabyx.Twin $parts -Recurse
Move-Item $parts/Contabyx/deps/runtimes $parts/Contabyx.Twin
foreach ($module in 'Contabyx', 'Contabyx.Twin') { Compress-PSResource $parts/$module -DestinationPath $Target }
Remove-Item $parts -Recurse -Force

# Only a repository gives what users get; this one is the folder itself.
# Without a folder for local data, PSResourceGet would write its list of repositories into the current folder.
$null = [Environment]::GetFolderPath('LocalApplicationData', 'Create')
$repository = "Contabyx-$([guid]::NewGuid().ToString('N'))"
Register-PSResourceRepository $repository -Uri $Target -Trusted
try { Save-PSResource Contabyx, Contabyx.Twin -Repository $repository -Path $saved }
finally { Unregister-PSResourceRepository $repository }

foreach ($module in 'Contabyx', 'Contabyx.Twin') {
    $manifest = Get-Item $saved/$module/*/$module.psd1
    $version = (Test-ModuleManifest $manifest).Version
    $package = Get-Item $Target/$module.$version.nupkg
    $files = Get-ChildItem $manifest.DirectoryName -Recurse -File -Force
    $bytes = ($files | Measure-Object Length -Sum).Sum
    Write-Host ('{0}: {1:N1} MB, installed {2:N1} MB' -f $package.Name, ($package.Length / 1MB), ($bytes / 1MB))
    $files | Sort-Object Length -Descending | Select-Object -First 6 | ForEach-Object {
        Write-Host ('{0,8:N1} MB  {1}' -f ($_.Length / 1MB), [System.IO.Path]::GetRelativePath($manifest.DirectoryName, $_.FullName))
    }
}

Split-Path (Get-Item $saved/Contabyx/*/Contabyx.psd1).FullName
