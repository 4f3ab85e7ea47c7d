@echo off
rem Builds what is missing or out of date, then runs it. "paloma" alone prints the help.
setlocal
set "FILES="
set "HOUSE=%~dp0"
set "PROGRAM=%~1"
if "%PROGRAM%"=="" goto help
if "%PROGRAM%"=="help" goto help
if "%PROGRAM%"=="--help" goto help
if "%PROGRAM%"=="-h" goto help
if "%PROGRAM%"=="--version" goto version
if "%PROGRAM%"=="-V" goto version

set "MODULES=%PROGRAM%"
if "%PROGRAM%"=="demo" set "MODULES=server,client"
if "%PROGRAM%"=="demo" set "PROGRAM=client"
if "%PROGRAM%"=="server" goto java
if "%PROGRAM%"=="client" goto java
if "%PROGRAM%"=="put" goto files
if "%PROGRAM%"=="get" goto files
if "%PROGRAM%"=="ls" goto files
if "%PROGRAM%"=="token" goto files
if "%PROGRAM%"=="audio" goto java
>&2 echo paloma: unknown command '%PROGRAM%'; 'paloma help' lists all commands
exit /b 2

:files
set "FILES=yes"
set "PROGRAM=client"
set "MODULES=client"

:java
set "JAVA=java"
if defined JAVA_HOME set "JAVA=%JAVA_HOME%\bin\java"
"%JAVA%" -version >nul 2>&1
if errorlevel 1 (
    >&2 echo paloma: java is missing: install a JDK, 17 or later, or set JAVA_HOME to one
    exit /b 1
)

rem A jar is old when one of the files that it is built from is newer: those of its module and of all that the poms say it
rem depends on, but for tests.
powershell -NoProfile -Command "Set-Location -LiteralPath $env:HOUSE; function Parts($m) { $m; ([xml](Get-Content ($m + '/pom.xml'))).project.dependencies.dependency | Where-Object { $_.groupId -eq 'paloma' -and $_.scope -ne 'test' } | ForEach-Object { Parts ($_.artifactId.Substring(7) -replace '-', '/') } }; foreach ($m in $env:MODULES.Split(',')) { $jar = Get-Item -ErrorAction SilentlyContinue ($m + '/target/paloma-' + $m + '.jar'); if (-not $jar) { exit 1 }; $sources = @('pom.xml', '.mvn') + (Parts $m | ForEach-Object { ($_ + '/pom.xml'), ($_ + '/src/main') }); $new = Get-ChildItem -Recurse -ErrorAction SilentlyContinue $sources | Where-Object { $_.LastWriteTime -gt $jar.LastWriteTime }; if ($new) { exit 1 } }; exit 0"
if not errorlevel 1 goto run

set "JAVAC=javac"
if defined JAVA_HOME set "JAVAC=%JAVA_HOME%\bin\javac"
"%JAVAC%" -version >nul 2>&1
if errorlevel 1 (
    >&2 echo paloma: javac is missing: this is a JRE, install a JDK, 17 or later, or set JAVA_HOME to one
    exit /b 1
)
where mvn >nul 2>&1
if errorlevel 1 (
    >&2 echo paloma: mvn is missing: install Maven, 3.8 or later, and put its bin folder on the PATH
    exit /b 1
)
>&2 echo paloma: building %MODULES% (the first time, Maven fetches what it needs) ...
set "LOG=%TEMP%\paloma-build-%RANDOM%.log"
pushd "%HOUSE%"
call mvn -q -B -Dmaven.test.skip=true -Dspotless.check.skip=true -pl %MODULES% -am package >"%LOG%" 2>&1
set "BUILT=%ERRORLEVEL%"
popd
if not "%BUILT%"=="0" (
    >&2 type "%LOG%"
    >&2 echo paloma: the build failed; see Maven's output above
    del "%LOG%"
    exit /b 1
)
del "%LOG%"

:run
rem Everything after the first word, as it was written: shift would cut "echo=udp://:7007" in two.
set "REST="
for /f "tokens=1,*" %%a in ("%*") do set REST=%%b
if defined FILES set REST=%*
set "FLAGS="
if "%PROGRAM%"=="client" set "FLAGS=-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
rem AES-GCM has its instructions in C2 alone.
if defined FILES set "FLAGS=-XX:+UseSerialGC"
if "%PROGRAM%"=="audio" set "FLAGS=-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
if "%~1"=="demo" set REST=demo --server-jar "%HOUSE%server\target\paloma-server.jar" %REST%
"%JAVA%" %FLAGS% %JAVA_OPTS% %PALOMA_JAVA_OPTS% -jar "%HOUSE%%PROGRAM%\target\paloma-%PROGRAM%.jar" %REST%
exit /b %ERRORLEVEL%

:version
for /f "tokens=3 delims=<>" %%v in ('findstr "<version>" "%HOUSE%pom.xml"') do (
    echo paloma %%v
    exit /b 0
)
exit /b 0

:help
echo Paloma: small datagram services, a client for them, and live audio.
echo.
echo Usage: paloma COMMAND [ARGUMENT...]
echo.
echo   server   serves echo, uppercase, prime, greet, sink, upload, chat and files, to this machine only
echo              paloma server                        all of them, over UDP
echo              paloma server --bind 0.0.0.0 echo    to the network
echo   client   talks to a server from the command line
echo              paloma client echo localhost         round-trip times, as ping shows them
echo              paloma client chat --name ana        talks with others
echo   put, get, ls  copy files to and from a server, over links on which TCP crawls
echo              paloma put film.mp4 example.net
echo   token    makes a secret by which a server knows its clients
echo   audio    streams sound from one machine to another
echo              paloma audio receive --listen :5004  plays what it receives
echo              paloma audio send --to HOST:5004     sends from the microphone
echo              paloma audio devices                 lists inputs and outputs
echo   demo     starts a server on this machine and shows each service once
echo.
echo   paloma COMMAND --help    all options of a command
echo   paloma --version         the version
echo.
echo The first run builds the program, which needs a JDK (17 or later) and Maven
echo (3.8 or later). Put options for Java itself into PALOMA_JAVA_OPTS.
exit /b 0
